using Actors.Gateway.Requests;

namespace Actors.Gateway.Tests.Requests;

public class TraceContextTests
{
    private const string Form = "^[0-9a-f]{32}/[0-9]{1,20};o=[0-9]$";

    public static IEnumerable<object?[]> Contexts => Table.Rows("Requests/trace.table");

    [Theory]
    [MemberData(nameof(Contexts))]
    public void A_clients_trace_is_continued_when_it_is_one(string? sent, string isContinued, string options)
    {
        var context = TraceContext.Of(sent, 0xabc, 17);

        var trace = isContinued == "yes" ? sent![..32].ToLowerInvariant() : "00000000000000000000000000000abc";
        Assert.Equal($"{trace}/17{options}", context);
    }

    [Fact]
    public void Whatever_is_sent_the_app_sees_a_well_formed_one()
    {
        var random = new Random(11);
        const string Alphabet = "0123456789abcdefF/;o=x \u00ff";
        for (var round = 0; round < 5000; round++)
        {
            var sent = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);

            Assert.Matches(Form, TraceContext.Of(sent, 1, ulong.MaxValue));
        }
    }

    [Fact]
    public void Traces_and_spans_differ()
    {
        var ids = new RequestIds(TimeProvider.System, 42);

        var made = Enumerable.Range(0, 10_000).Select(_ => ids.Trace(ids.Next())).ToArray();

        Assert.Equal(made.Length, made.Select(each => each.Trace).Distinct().Count());
        Assert.Equal(made.Length, made.Select(each => each.Span).Distinct().Count());
        Assert.DoesNotContain(made, each => each.Span == 0 || each.Trace == 0);
    }

    [Fact]
    public async Task The_response_of_a_python3_app_names_the_trace_that_the_app_saw()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("ok", 200, ("X-Cloud-Trace-Context", "the app's own"));

        var response = await gateway.GetAsync("/", "X-Cloud-Trace-Context: 105445aa7843bc8bf206b12000100000/1;o=0");

        var seen = Assert.Single(gateway.Dispatched).Environ["HTTP_X_CLOUD_TRACE_CONTEXT"];
        Assert.Matches("^105445aa7843bc8bf206b12000100000/[0-9]+;o=0$", seen);
        Assert.NotEqual("105445aa7843bc8bf206b12000100000/1;o=0", seen);
        Assert.Equal(seen, response["X-Cloud-Trace-Context"]);
    }

    [Fact]
    public async Task Two_values_are_none()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync("/", "X-Cloud-Trace-Context: 105445aa7843bc8bf206b12000100000/1", "X-Cloud-Trace-Context: 205445aa7843bc8bf206b12000100000/1");

        Assert.Matches(Form, Assert.Single(gateway.Dispatched).Environ["HTTP_X_CLOUD_TRACE_CONTEXT"]);
        Assert.DoesNotContain("05445aa7843bc8bf206b12000100000", Assert.Single(gateway.Dispatched).Environ["HTTP_X_CLOUD_TRACE_CONTEXT"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_python27_the_app_sees_it_and_the_response_has_none()
    {
        await using var gateway = await GatewayEnvironment.StartAsync("runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /.*, script: main.app}]\n");

        var response = await gateway.GetAsync("/");

        Assert.Matches(Form, Assert.Single(gateway.Dispatched).Environ["HTTP_X_CLOUD_TRACE_CONTEXT"]);
        Assert.Null(response["X-Cloud-Trace-Context"]);
    }
}
