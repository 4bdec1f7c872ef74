using System.Buffers;
using System.Text;
using Actors.Gateway.Logging;
using Actors.Runtimes.Frames;

namespace Actors.Gateway.Tests.Logging;

public class RequestLogTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero);

    private static readonly RequestRecord Record = new()
    {
        Time = Noon,
        Method = "GET",
        Resource = "/hello?name=x",
        Status = 200,
        ResponseBytes = 13,
        Latency = TimeSpan.FromMicroseconds(420),
        Version = "hello/1",
    };

    [Fact]
    public void A_request_is_one_line() =>
        Assert.Equal("12:00:00.123 200     13 B      0.4 ms GET /hello?name=x  (hello/1)\n", Format(Record));

    [Fact]
    public void Who_is_signed_in_stands_beside_the_version() =>
        Assert.Equal("12:00:00.123 200     13 B      0.4 ms GET /hello?name=x  (hello/1, ann)\n", Format(Record with { Nickname = "ann" }));

    [Fact]
    public void What_the_app_logged_stands_below_it_indented() =>
        Assert.Equal(
            """
            12:00:00.123 500     13 B      0.4 ms GET /hello?name=x  (hello/1)
                             12:00:00.124 WARN  careful
                             12:00:00.125 ERROR Traceback:
                               File "main.py"
                             12:00:00.123 ERROR No worker could be started.

            """,
            Format(Record with
            {
                Status = 500,
                AppLines =
                [
                    new AppLogLine(AppLogLevel.Warning, Noon.AddMilliseconds(1), "careful"),
                    new AppLogLine(AppLogLevel.Error, Noon.AddMilliseconds(2), "Traceback:\nFile \"main.py\"\n"),
                ],
                PlatformLine = "No worker could be started.",
            }));

    [Fact]
    public void Nothing_from_outside_drives_the_terminal_or_passes_for_a_line()
    {
        var text = Format(Record with
        {
            Resource = "/\e[2J\u009b1m",
            AppLines = [new AppLogLine(AppLogLevel.Info, Noon, "\e]0;title\a\r\n12:00:00.123 200 forged\ttab\u007f")],
        });

        Assert.DoesNotContain(text, c => c is not '\n' and not '\t' && char.IsControl(c));
        Assert.Contains(@"/\x1b[2J\x9b1m", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n')[1..^1], line => Assert.StartsWith("      ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Very_long_and_very_many_lines_are_cut_and_say_so()
    {
        var text = Format(Record with { AppLines = [.. Enumerable.Repeat(new AppLogLine(AppLogLevel.Info, Noon, new string('x', 10_000)), 1001)] });

        Assert.Contains(" ... (1808 more characters)", text, StringComparison.Ordinal);
        Assert.EndsWith("WARN  1 more lines\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_terminal_gets_colours()
    {
        Assert.DoesNotContain('\e', Format(Record));
        Assert.Contains("\e[32m200\e[0m", Format(Record, colours: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_are_written_in_order_and_none_is_lost_at_the_end()
    {
        using var output = new MemoryStream();
        using var log = new ConsoleRequestLog(output, new RequestLineFormat(TimeZoneInfo.Utc, colours: false), TimeProvider.System);
        await log.StartAsync(CancellationToken.None);
        for (var i = 0; i < 10_000; i++)
            log.Write(Record with { Resource = $"/{i}" });

        await log.StopAsync(CancellationToken.None);

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"/{i}"), lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]));
    }

    [Fact]
    public async Task A_console_that_does_not_keep_up_costs_lines_that_are_counted_and_no_time()
    {
        using var output = new StuckStream();
        using var log = new ConsoleRequestLog(output, new RequestLineFormat(TimeZoneInfo.Utc, colours: false), TimeProvider.System);
        await log.StartAsync(CancellationToken.None);
        log.Write(Record);
        await output.Stuck;

        for (var i = 0; i < ConsoleRequestLog.Capacity + 100; i++)
            log.Write(Record);
        output.Release();
        await log.StopAsync(CancellationToken.None);

        Assert.Contains("... 100 requests are not shown", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_that_is_gone_stops_nothing()
    {
        using var output = new BrokenPipe();
        using var log = new ConsoleRequestLog(output, new RequestLineFormat(TimeZoneInfo.Utc, colours: false), TimeProvider.System);
        await log.StartAsync(CancellationToken.None);

        log.Write(Record);
        await log.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_gateway_notes_what_it_did()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.App = _ => Answer.Of("made"u8.ToArray(), 201, null, [(AppLogLevel.Info, "hello")]);

        await gateway.SendAsync("POST /x?y HTTP/1.1", null, "b"u8.ToArray());

        var record = await gateway.RecordAsync();
        Assert.Equal(("POST", "/x?y", 201, 4, "shop/1", null), (record.Method, record.Resource, record.Status, record.ResponseBytes, record.Version, record.PlatformLine));
        Assert.Equal("hello", Assert.Single(record.AppLines).Text);
        Assert.InRange(record.Latency, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_gateway_notes_who_asked_what_ran_and_what_it_took()
    {
        await using var gateway = await GatewayEnvironment.StartAsync("runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers:\n- url: /.*\n  script: main.app\n");
        gateway.App = _ => Answer.Of("ok") with { Instance = "i1", Pending = TimeSpan.FromMilliseconds(5), IsLoadingRequest = true };

        await gateway.GetAsync("/", "Host: shop.localhost", "User-Agent: ua", "Referer: http://r/");

        var record = await gateway.RecordAsync();
        Assert.Equal(("shop.localhost", "ua", "http://r/", "HTTP/1.1", "127.0.0.1"), (record.Host, record.UserAgent, record.Referrer, record.Protocol, $"{record.Client}"));
        Assert.Equal(("main.app", "i1", 1000, 5, true), (record.UrlMapEntry, record.Instance, record.CpuMicroseconds, record.Pending.TotalMilliseconds, record.IsLoadingRequest));
        Assert.Equal("shop", record.Deployment!.App);
        Assert.True(record.Id is { Number: > 0, Microseconds: > 0 });
    }

    private static string Format(RequestRecord record, bool colours = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new RequestLineFormat(TimeZoneInfo.Utc, colours).Write(record, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stuck => _stuck.Task;

        public void Release() => _released.SetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _stuck.TrySetResult();
            await _released.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }

    private sealed class BrokenPipe : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Broken pipe");
    }
}
