using System.Collections.Concurrent;
using System.Diagnostics;
using Actors.Storage;

namespace Actors.Cron.Tests;

/// <summary>Such a process, and what it has printed.</summary>
internal sealed class SiloChild : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;

    public SiloChild(StorageOptions storage, string now, string apps, int runMilliseconds, int mostEnds = int.MaxValue)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, storage.DataDirectory, now, apps, $"{runMilliseconds}", $"{mostEnds}", .. storage.ConnectionString is { } connection ? [connection] : Array.Empty<string>()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It lives for seconds, and compiles nothing a second time: an eighth less processor time.
        start.Environment["DOTNET_TC_CallCountThreshold"] = "FFFF";
        _process = Process.Start(start)!;
        Errors = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public Task<string> Errors { get; }

    /// <summary>Lines so far, in order.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Occurrences whose request was made, or was answered.</summary>
    public string[] Named(string what) => [.. Lines.Where(line => line.StartsWith(what + ' ', StringComparison.Ordinal)).Select(line => line[(what.Length + 1)..])];

    /// <summary>How many lines of each kind there are.</summary>
    public string Count => string.Join(", ", Lines.CountBy(static line => line.Split(' ')[0]).Select(static kind => $"{kind.Value} {kind.Key}"));

    /// <summary>Lets processes that are ready start their cron, at the same moment and with the same clock.</summary>
    public static async Task StartAsync(params SiloChild[] children)
    {
        foreach (var child in children)
            await child.UntilAsync(static child => child.Lines.Contains("ready"));
        var began = TimeProvider.System.GetUtcNow();
        foreach (var child in children)
            await child._process.StandardInput.WriteLineAsync($"{began.UtcTicks}");
    }

    /// <summary>Lets runs end, also beyond the most that were to end.</summary>
    public Task GoOnAsync() => _process.StandardInput.WriteLineAsync("go on");

    /// <summary>Waits until something holds, looking at each line; gives up after two minutes.</summary>
    public async Task UntilAsync(Func<SiloChild, bool> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!holds(this))
        {
            if (_process.HasExited || TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromMinutes(2))
                throw new InvalidOperationException($"It did not come to it. {Count}; exited: {_process.HasExited}. {(_process.HasExited ? await Errors : "")}");
            await Task.Delay(5);
        }
    }

    /// <summary>SIGKILL, and the last lines that it wrote.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>Ends it as a stop would.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            Lines.Enqueue(line);
    }
}
