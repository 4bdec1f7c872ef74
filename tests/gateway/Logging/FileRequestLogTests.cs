using System.Buffers;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Actors.Gateway.Logging;
using Actors.Runtimes.Frames;
using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Tests.Logging;

public sealed class FileRequestLogTests : IDisposable, ILogger
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("actors-logs");
    private readonly ConcurrentQueue<string> _warnings = new();

    private string Logs => Path.Combine(_directory.FullName, "logs");

    [Fact]
    public async Task Every_app_has_a_file_and_requests_without_one_share_another()
    {
        await WriteAsync(Records.Whole, Records.Whole with { Deployment = Deployments.Of("blog", "runtime: python3\n") }, Records.Whole with { Deployment = null });

        Assert.Equal(["_no_app.log", "blog.log", "shop.log"], Directory.EnumerateFiles(Logs).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Records.Combined().Format(Records.Whole), File.ReadAllText(Path.Combine(Logs, "shop.log")));
    }

    [Fact]
    public async Task A_restart_appends()
    {
        await WriteAsync(Records.Whole);
        await WriteAsync(Records.Whole);

        Assert.Equal(2, Requests("shop.log").Length);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Many_writers_lose_nothing_tear_nothing_and_stay_within_the_bound()
    {
        const int Writers = 16, Each = 1000;
        using var log = Log(size: 200_000, files: 1000);
        await log.StartAsync(CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                log.Write(Records.Whole with { Resource = $"/{writer}/{i}" });
        })));
        await log.StopAsync(CancellationToken.None);

        var files = Directory.EnumerateFiles(Logs).ToArray();
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 1, 200_000));
        var seen = files.OrderByDescending(file => file.Length).ThenByDescending(file => file, StringComparer.Ordinal)
            .SelectMany(file => Requests(Path.GetFileName(file))).Select(line => Regex.Match(line, "^192.0.2.7 - ann .* \"GET /([0-9]+)/([0-9]+) HTTP/1.1\" .*=0.1.0$"))
            .Select(match => (int.Parse(match.Groups[1].Value, null), int.Parse(match.Groups[2].Value, null))).ToArray();
        Assert.Equal(Writers * Each, seen.Distinct().Count());
        Assert.Equal(Writers * Each, seen.Length);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_costs_one_warning_and_what_is_lost_is_said_when_it_can_be()
    {
        File.WriteAllText(Logs, "a file is in the way");
        var time = new Hours();
        using var log = Log(time: time);
        await log.StartAsync(CancellationToken.None);
        for (var i = 0; i < 3; i++)
        {
            log.Write(Records.Whole);
            await time.NextPauseAsync();
        }

        Assert.Contains("Gateway:RequestLogDirectory", Assert.Single(_warnings), StringComparison.Ordinal);
        File.Delete(Logs);
        log.Write(Records.Whole);
        await time.NextPauseAsync();
        await log.StopAsync(CancellationToken.None);

        var lines = File.ReadAllLines(Path.Combine(Logs, "shop.log"));
        Assert.Matches("^# .* 3 requests are missing here", lines[0]);
        Assert.Single(lines, line => line.StartsWith("192.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_hour_later_it_warns_again()
    {
        File.WriteAllText(Logs, "a file is in the way");
        var time = new Hours();
        using var log = Log(time: time);
        await log.StartAsync(CancellationToken.None);
        log.Write(Records.Whole);
        await time.NextPauseAsync();
        time.Now += TimeSpan.FromHours(1).Ticks;
        log.Write(Records.Whole);
        await time.NextPauseAsync();
        await log.StopAsync(CancellationToken.None);

        Assert.Equal(2, _warnings.Count);
    }

    [Fact]
    public async Task Requests_that_come_too_fast_are_counted_in_the_file()
    {
        using var release = new ManualResetEventSlim();
        var format = new StuckFormat(release);
        using var log = new FileRequestLog(Logs, 1L << 30, 2, format, TimeProvider.System, this);
        await log.StartAsync(CancellationToken.None);
        log.Write(Records.Whole);
        await format.Stuck;
        for (var i = 0; i < BatchedRequestLog.Capacity + 100; i++)
            log.Write(Records.Whole);
        release.Set();
        await log.StopAsync(CancellationToken.None);

        Assert.Matches("^# .* 100 requests are missing here", Assert.Single(File.ReadLines(Path.Combine(Logs, "shop.log")), line => line.StartsWith('#')));
        Assert.Equal(BatchedRequestLog.Capacity + 1, Requests("shop.log").Length);
    }

    [Fact]
    public async Task Large_records_are_bounded_by_what_they_hold_not_by_their_number()
    {
        using var release = new ManualResetEventSlim();
        var format = new StuckFormat(release);
        using var log = new FileRequestLog(Logs, 1L << 30, 2, format, TimeProvider.System, this);
        await log.StartAsync(CancellationToken.None);
        log.Write(Records.Whole);
        await format.Stuck;
        var text = new string('x', 1024 * 1024);
        for (var i = 0; i < 40; i++)
            log.Write(Records.Whole with { AppLines = [new AppLogLine(AppLogLevel.Info, Records.Moment, text)] });
        release.Set();
        await log.StopAsync(CancellationToken.None);

        Assert.InRange(Requests("shop.log").Length, 32, 33);
        Assert.Matches(" [89] requests are missing", Assert.Single(File.ReadLines(Path.Combine(Logs, "shop.log")), line => line.StartsWith('#')));
    }

    public void Dispose() => _directory.Delete(recursive: true);

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _warnings.Enqueue(formatter(state, exception));

    private FileRequestLog Log(long size = 1 << 20, int files = 5, TimeProvider? time = null) => new(Logs, size, files, Records.Combined(), time ?? TimeProvider.System, this);

    private async Task WriteAsync(params RequestRecord[] records)
    {
        using var log = Log();
        await log.StartAsync(CancellationToken.None);
        foreach (var record in records)
            log.Write(record);
        await log.StopAsync(CancellationToken.None);
    }

    private string[] Requests(string file) => [.. File.ReadLines(Path.Combine(Logs, file)).Where(line => line.StartsWith("192.", StringComparison.Ordinal))];

    /// <summary>Tells when the writer pauses, which is after each piece, and ends the pause at once.</summary>
    private sealed class Hours : TimeProvider
    {
        private readonly SemaphoreSlim _pauses = new(0);

        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;

        public override DateTimeOffset GetUtcNow() => Records.Moment.AddTicks(Now);

        public async Task NextPauseAsync() => Assert.True(await _pauses.WaitAsync(TimeSpan.FromSeconds(10)), "Nothing was written.");

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _pauses.Release();
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class StuckFormat(ManualResetEventSlim release) : IRequestFormat
    {
        private readonly CombinedFormat _format = Records.Combined();
        private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stuck => _stuck.Task;

        public void Write(RequestRecord record, IBufferWriter<byte> to)
        {
            _stuck.TrySetResult();
            release.Wait();
            _format.Write(record, to);
        }

        public void WriteDropped(long dropped, DateTimeOffset time, IBufferWriter<byte> to) => _format.WriteDropped(dropped, time, to);
    }
}
