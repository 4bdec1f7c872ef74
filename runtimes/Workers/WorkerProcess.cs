using System.Net.Sockets;
using Actors.Grains.Workers;
using Actors.Runtimes.Native;
using Actors.Runtimes.Zygotes;
using Microsoft.Win32.SafeHandles;

namespace Actors.Runtimes.Workers;

/// <summary>A worker's operating-system process: its end, its last words, its signals. Signals go to the process itself, never to a number.</summary>
internal sealed class WorkerProcess
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly SafeFileHandle _process;
    private readonly PendingSpawn _spawn;
    private readonly TimeProvider _time;
    private readonly OutputTail _tail = new();
    private Task _output = Task.CompletedTask;
    private string? _why;

    /// <summary>Takes over the pidfd of a process that was just forked.</summary>
    public WorkerProcess(int pid, SafeFileHandle process, PendingSpawn spawn, ProcessWatch watch, TimeProvider time)
    {
        Pid = pid;
        _process = process;
        _spawn = spawn;
        _time = time;
        Ended = EndAsync(watch.WhenEnded(process));
    }

    /// <summary>The process id, for people.</summary>
    public int Pid { get; }

    /// <summary>Completes, and never fails, when the process is gone.</summary>
    public Task<WorkerEnd> Ended { get; }

    /// <summary>Ends it at once; nothing when it is gone.</summary>
    public void Kill()
    {
        if (!Ended.IsCompleted)
        {
            NativeCalls.Signal(_process, NativeCalls.SigKill);
        }
    }

    /// <summary>Ends it at once for a reason, a main clause, which the log and the failed requests get to know. The first reason counts.</summary>
    public void Kill(string why)
    {
        Interlocked.CompareExchange(ref _why, why, null);
        Kill();
    }

    /// <summary>Keeps the last of what comes from its standard output and error.</summary>
    public void Listen(Socket output) => _output = ListenAsync(output);

    /// <summary>Proportional set size in bytes, or null when the process is gone.</summary>
    public long? Memory()
    {
        if (Ended.IsCompleted)
        {
            return null;
        }

        try
        {
            foreach (var line in File.ReadLines($"/proc/{Pid}/smaps_rollup"))
            {
                if (line.StartsWith("Pss:", StringComparison.Ordinal))
                {
                    var number = line.AsSpan(4).Trim();
                    return long.Parse(number[..number.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture) * 1024;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile.
        }

        return null;
    }

    private async Task<WorkerEnd> EndAsync(Task gone)
    {
        await gone.ConfigureAwait(false);
        var status = await StatusAsync().ConfigureAwait(false);

        // Its last words may still be on the way; the socket's end follows them at once.
        await _output.WaitAsync(_patience, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
        return new WorkerEnd(status?.ExitCode, status?.Signal, _tail.ToString(), _why);
    }

    // The zygote tells, as the parent; when it is gone the silo is the parent and asks the kernel.
    private async Task<ExitStatus?> StatusAsync()
    {
        var status = Reap();
        if (status is null)
        {
            await ((Task)_spawn.Exited).WaitAsync(_patience, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            status = _spawn.Exited.IsCompletedSuccessfully ? ExitStatus.FromWait(await _spawn.Exited.ConfigureAwait(false)) : Reap();
        }

        return status;
    }

    private ExitStatus? Reap() => ExitStatus.Reap(NativeCalls.WaitByPidFd, (int)_process.DangerousGetHandle());

    private async Task ListenAsync(Socket output)
    {
        using (output)
        {
            var piece = new byte[1024];
            try
            {
                int count;
                while ((count = await output.ReceiveAsync(piece, CancellationToken.None).ConfigureAwait(false)) > 0)
                {
                    _tail.Add(piece.AsSpan(0, count));
                }
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // As good as an end.
            }
        }
    }
}
