using System.Text.Json;
using Actors.Grains;

namespace Actors.Cli.Tests.Commands;

public sealed class ListCommandTests
{
    [Fact]
    public async Task Apps()
    {
        var run = new CliRun().Answers("GET /api/apps", Rows.Apps);
        Assert.Equal(0, await run.RunAsync("apps"));
        Assert.Equal(
            """
            APP        STATE       VERSIONS  SERVICES
            blog       not served         1  default
            guestbook  serving            4  backend, default

            """,
            run.Output);
    }

    [Fact]
    public async Task Services()
    {
        var run = new CliRun().Answers("GET /api/services?app=guestbook", Rows.Services);
        Assert.Equal(0, await run.RunAsync("services guestbook"));
        Assert.Equal(
            """
            APP        SERVICE  TRAFFIC          SPLIT BY  VERSIONS
            guestbook  backend  b1 100 %         ip        b1
            guestbook  default  v1 90 %, v2 10 %  cookie    v1, v2, v3

            """.Replace("TRAFFIC          SPLIT BY", "TRAFFIC           SPLIT BY", StringComparison.Ordinal).Replace("b1 100 %         ip", "b1 100 %          ip", StringComparison.Ordinal),
            run.Output);
    }

    [Fact]
    public async Task Versions_on_a_wide_and_on_a_narrow_terminal()
    {
        var run = new CliRun().Answers("GET /api/versions", Rows.Versions);
        Assert.Equal(0, await run.RunAsync("versions"));
        Assert.Equal(
            """
            APP        SERVICE  VERSION  TRAFFIC  STATE    INSTANCES  IN FLIGHT  SCALING         RUNTIME   DEPLOYED  SOURCE
            guestbook  default  v1          90 %  serving          3          7  automatic       python3        3 h  /srv/guestbook
            guestbook  default  v2          10 %  serving          1          0  automatic 1-20  python27       2 m  -
            guestbook  default  v3             -  stopped          0          0  manual 2        python27       1 d  -

            """,
            run.Output);

        var narrow = new CliRun { Width = 80 }.Answers("GET /api/versions", Rows.Versions);
        Assert.Equal(0, await narrow.RunAsync("versions"));
        Assert.Equal(
            """
            APP        SERVICE  VERSION  TRAFFIC  STATE    INSTANCES  SCALING
            guestbook  default  v1          90 %  serving          3  automatic
            guestbook  default  v2          10 %  serving          1  automatic 1-20
            guestbook  default  v3             -  stopped          0  manual 2

            """,
            narrow.Output);
    }

    [Fact]
    public async Task Instances()
    {
        var run = new CliRun().Answers("GET /api/instances?app=guestbook&version=v1", (object)new[]
        {
            Rows.Instance("00c61b117c0123456789", InstanceState.Serving, 1200, 3, TimeSpan.FromMinutes(5)), Rows.Instance("00c61b117cffffffffff", InstanceState.Draining, 7, 1, TimeSpan.FromDays(2)),
        });
        Assert.Equal(0, await run.RunAsync("instances guestbook v1"));
        Assert.Equal(
            """
            APP        SERVICE  VERSION  ID            NR  STATE     REQUESTS  ERRORS  IN FLIGHT  MEDIAN    P95  MEMORY    CPU  THREADS  AGE  START   PID
            guestbook  default  v1       00c61b117c01   0  serving       1200      12          3  1.5 ms  20 ms  2.6 MB  1.5 s        0  5 m    0 s  4711
            guestbook  default  v1       00c61b117cff   0  draining         7       0          1  1.5 ms  20 ms  2.6 MB  1.5 s        0  2 d    0 s  4711

            """,
            run.Output);
    }

    [Fact]
    public async Task Decisions()
    {
        var run = new CliRun().Answers("GET /api/apps/guestbook/services/default/versions/v1/decisions", Rows.Decisions);
        Assert.Equal(0, await run.RunAsync("decisions guestbook v1"));
        Assert.Equal(
            """
            AGE  STARTED  DRAINED  PENDING  SERVING  WHY
            5 s       +2                12        1  12 requests wait.
            5 m                -1        0        2  It was idle for 15 minutes.

            """,
            run.Output);
    }

    [Theory]
    [InlineData("kill 00c61b117c0", 0, "POST /api/apps/guestbook/services/default/versions/v1/instances/00c61b117c0123456789/kill", "00c61b117c01 of guestbook/default/v1 is killed\n")]
    [InlineData("drain 00c61b117cf", 0, "POST /api/apps/guestbook/services/default/versions/v1/instances/00c61b117cffffffffff/drain", "00c61b117cff of guestbook/default/v1 finishes its requests and ends\n")]
    [InlineData("kill 00c6", 1, null, "actors: 2 instances begin with '00c6'; give more of the id.\n")]
    [InlineData("kill zz", 1, null, "actors: There is no instance 'zz'; `actors instances` shows them.\n")]
    public async Task An_instance_is_ended_by_the_beginning_of_its_id(string line, int status, string? asked, string said)
    {
        var run = new CliRun().Answers("GET /api/instances", (object)new[]
        {
            Rows.Instance("00c61b117c0123456789", InstanceState.Serving, 1200, 3, TimeSpan.FromMinutes(5)), Rows.Instance("00c61b117cffffffffff", InstanceState.Serving, 7, 1, TimeSpan.FromDays(2)),
        });
        if (asked is not null)
            run.Answers(asked, """{"status": "done"}""", 202);
        Assert.Equal(status, await run.RunAsync(line));
        Assert.Equal(said, run.Output + run.Errors);
        Assert.Equal(asked, run.Asked.Skip(1).SingleOrDefault());
    }

    [Theory]
    [InlineData("apps", "GET /api/apps")]
    [InlineData("services", "GET /api/services")]
    [InlineData("versions", "GET /api/versions")]
    [InlineData("instances", "GET /api/instances")]
    [InlineData("cron list", "GET /api/cron")]
    public async Task Nothing_is_said_in_words_and_as_an_empty_array(string line, string request)
    {
        var run = new CliRun().Answers(request, "[]");
        Assert.Equal(0, await run.RunAsync(line));
        Assert.StartsWith("no ", run.Output, StringComparison.Ordinal);
        var json = new CliRun().Answers(request, "[]");
        Assert.Equal(0, await json.RunAsync(line + " --json"));
        Assert.Equal("[]\n", json.Output);
    }

    [Fact]
    public async Task For_machines_it_is_what_the_silo_said()
    {
        var run = new CliRun { Width = 10, HasColours = true }.Answers("GET /api/versions?app=guestbook&service=default", Rows.Versions);
        Assert.Equal(0, await run.RunAsync("versions guestbook/default --json"));
        Assert.Equal(["v1", "v2", "v3"], JsonElement.Parse(run.Output).EnumerateArray().Select(static row => row.GetProperty("version").GetString()));
    }
}
