using System.Globalization;
using Actors.Storage;
using Actors.Storage.Tests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Cron.Tests;

/// <summary>
/// A silo's cron in a process of its own, to be killed: <c>DIRECTORY NOW APPS RUN_MILLISECONDS MOST_ENDS [CONNECTION_STRING]</c>: after so many ends no run ends any more,
/// until it reads a line. It says that it is ready, reads the instant at which its clock showed NOW, in ticks, and starts. Prints what its runs do; ends when its standard input does.
/// </summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args.Length is < 5 or > 6)
            return 2;
        var storage = new StorageOptions { DataDirectory = args[0], ConnectionString = args.ElementAtOrDefault(5) };
        var requests = new PrintingRequests(TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture)), int.Parse(args[4], CultureInfo.InvariantCulture));
        await using var database = DatabasePlace.Create(storage);
        await database.OpenAsync(CancellationToken.None);
        await DatabasePlace.UpgradeAsync(database, CronSchema.Component);
        await Console.Out.WriteLineAsync("ready");
        var began = new DateTimeOffset(long.Parse((await Console.In.ReadLineAsync())!, CultureInfo.InvariantCulture), TimeSpan.Zero);
        var time = new ShiftedTime(DataTable.Instant(args[1]) + (TimeProvider.System.GetUtcNow() - began));
        using var logs = LoggerFactory.Create(static logging => logging.AddSimpleConsole(static console => console.SingleLine = true).AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning));
        var options = new CronOptions { MaxConcurrentRuns = 20, CheckIn = TimeSpan.FromSeconds(1) };
        await using var cron = new CronService(database, requests, Options.Create(options), Options.Create(storage), time, logs);
        await cron.StartAsync(args[2].Length > 0 ? args[2].Split(',').ToHashSet() : null, CancellationToken.None);
        await Console.Out.WriteLineAsync("started");
        if (await Console.In.ReadLineAsync() is not null)
            requests.GoOn();
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private sealed class PrintingRequests(TimeSpan duration, int mostEnds) : ICronRequests
    {
        private readonly TaskCompletionSource _goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _ends;

        public void GoOn() => _goesOn.SetResult();

        public async Task<CronAnswer> SendAsync(CronRequest request, CancellationToken cancellationToken)
        {
            await Console.Out.WriteLineAsync($"begin {request.App} {request.TaskName}");
            await Task.Delay(duration, cancellationToken);
            if (Interlocked.Increment(ref _ends) > mostEnds)
                await _goesOn.Task.WaitAsync(cancellationToken);
            await Console.Out.WriteLineAsync($"end {request.App} {request.TaskName}");
            return new CronAnswer(200, duration, null);
        }
    }
}
