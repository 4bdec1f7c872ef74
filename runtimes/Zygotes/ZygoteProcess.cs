using System.Collections.Concurrent;
using System.Diagnostics;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Sandbox;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Zygotes;

/// <summary>One life of a base zygote: its process, its pipes, the children it has to tell about.</summary>
internal sealed class ZygoteProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly FrameStream _frames;
    private readonly Interpreter _interpreter;
    private readonly WorkerListener _listener;
    private readonly ILogger _log;
    private volatile bool _gone;
    private volatile bool _hasForked;
    private readonly ConcurrentDictionary<long, PendingSpawn> _children = new();
    private readonly TaskCompletionSource<bool> _prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ZygoteReadyFrame> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ZygoteProcess(Process process, Interpreter interpreter, WorkerSandbox sandbox, WorkerListener listener, ILogger log)
    {
        _process = process;
        _interpreter = interpreter;
        _listener = listener;
        _log = log;
        _frames = new FrameStream(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);
        Pid = process.Id;
        listener.Trust(Pid);
        _ = LogErrorsAsync();
        Sandbox = sandbox;
        Ended = RunAsync();
    }

    /// <summary>Its process id.</summary>
    public int Pid { get; }

    /// <summary>Whether a worker came of it.</summary>
    public bool HasForked => _hasForked;

    /// <summary>Completes with the reason when the zygote is gone.</summary>
    public Task<string> Ended { get; }

    /// <summary>What its workers are locked down with.</summary>
    public WorkerSandbox Sandbox { get; }

    /// <summary>Whether its workers have mounts of their own; known when it is ready.</summary>
    public bool HasMounts { get; private set; }

    /// <summary>
    /// Makes the directory that a child writes in, and returns it; empty when the child needs none, since only python3 writes, and only where the kernel gives it no file system of its own.
    /// </summary>
    /// <param name="spawn">The child.</param>
    /// <param name="uid">Whose it is; -1 for the silo's user.</param>
    public string TakeTemp(PendingSpawn spawn, int uid) => _interpreter.Generation == PythonGeneration.Python3 && !HasMounts ? Sandbox.Temp.Take(spawn.Id, uid) : "";

    /// <summary>Starts the interpreter; it is not ready yet.</summary>
    public static ZygoteProcess Start(Interpreter interpreter, string? framework, string program, WorkerSandbox sandbox, WorkerListener listener, ILogger log)
    {
        string[] flags = interpreter.Generation == PythonGeneration.Python27 ? ["-E", "-s", "-B"] : ["-I", "-B"];
        var start = new ProcessStartInfo(interpreter.Path, [.. flags, program, .. framework is null ? (string[])[] : [framework]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        Native.NativeCalls.KeepDescriptors();
        return new ZygoteProcess(Process.Start(start)!, interpreter, sandbox, listener, log);
    }

    /// <summary>Waits for its READY.</summary>
    /// <exception cref="ZygoteException">It ended instead, or took longer than <paramref name="limit"/>.</exception>
    public async Task<ZygoteReadyFrame> ReadyAsync(TimeSpan limit, TimeProvider time)
    {
        try
        {
            // The first frame that it reads, before any wish for a worker.
            await SendAsync(FrameKind.Sandbox, Sandbox.Frame(_interpreter), CancellationToken.None).ConfigureAwait(false);
            HasMounts = await _prepared.Task.WaitAsync(limit, time).ConfigureAwait(false);
            return await _ready.Task.WaitAsync(limit, time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ZygoteException("zygote", $"It was not ready within {limit.TotalSeconds} s.");
        }
    }

    /// <summary>Asks for a worker; how it goes is told to <paramref name="spawn"/>.</summary>
    public async Task SpawnAsync(PendingSpawn spawn, SpawnFrame frame, CancellationToken cancellationToken)
    {
        _children[spawn.Id] = spawn;
        if (_gone)
        {
            spawn.Fail(Gone());
            spawn.Orphaned();
        }

        await SendAsync(FrameKind.Spawn, frame.ToFrame(_interpreter.Generation), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells the zygote that the silo holds a pidfd of this child.</summary>
    public Task WatchedAsync(long id) => SendAsync(FrameKind.Watched, ControlFrames.Watched(_interpreter.Generation, id), CancellationToken.None);

    /// <summary>Has the zygote kill a child that the silo holds no pidfd of.</summary>
    public Task KillAsync(long id) => SendAsync(FrameKind.Kill, ControlFrames.Kill(_interpreter.Generation, id, Native.NativeCalls.SigKill), CancellationToken.None);

    /// <summary>Closes its input, upon which it exits; kills it when it does not within a second.</summary>
    public async ValueTask DisposeAsync()
    {
        _frames.Dispose();
        try
        {
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _process.Kill();
        }

        await Ended.ConfigureAwait(false);
        _process.Dispose();
    }

    private async Task SendAsync(FrameKind kind, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            await _frames.WriteAsync(kind, body, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone: its end tells everybody who waits.
        }
    }

    private async Task<string> RunAsync()
    {
        var reason = "its output ended";
        try
        {
            while (await _frames.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } frame)
            {
                Take(frame.Kind, frame.Body);
            }
        }
        catch (Exception failure) when (failure is FrameException or IOException or ObjectDisposedException)
        {
            reason = failure.Message;
        }

        if (!_process.HasExited)
        {
            // Without its pipe it is of no use; its children live on.
            await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _listener.Distrust(Pid);
        reason = $"{reason}, exit status {_process.ExitCode}";
        _ready.TrySetException(new ZygoteException("zygote", $"It ended before it was ready: {reason}."));
        _prepared.TrySetException(new ZygoteException("zygote", $"It ended before it was ready: {reason}."));
        _gone = true;
        foreach (var spawn in _children.Values)
        {
            spawn.Fail(Gone());
            spawn.Orphaned();
        }

        _frames.Dispose();
        return reason;
    }

    private ZygoteException Gone() => new("zygote", $"The zygote of {_interpreter.Runtime} (process {Pid}) ended.", isGone: true);

    private void Take(FrameKind kind, byte[] body)
    {
        switch (kind)
        {
            case FrameKind.ZygoteReady:
                _ready.TrySetResult(ZygoteReadyFrame.Read(body));
                break;
            case FrameKind.Prepared:
                _prepared.TrySetResult(ControlFrames.ReadPrepared(body));
                break;
            case FrameKind.Spawned:
                var spawned = SpawnedFrame.Read(body);
                _hasForked = true;
                Child(spawned.Id)?.Forked(spawned);
                if (spawned.Pid == 0)
                {
                    _children.TryRemove(spawned.Id, out _); // A version zygote tells of it from here on.
                }

                break;
            case FrameKind.SpawnFailed:
                var failed = SpawnFailedFrame.Read(body);
                Child(failed.Id)?.Fail(new ZygoteException(failed.Step, failed.Text));
                _children.TryRemove(failed.Id, out _);
                break;
            case FrameKind.Exited:
                var exited = ExitedFrame.Read(body);
                Child(exited.Id)?.Reaped(exited.Status);
                _children.TryRemove(exited.Id, out _);
                break;
            default:
                throw new FrameException($"A zygote sent a frame of kind {(int)kind}.");
        }
    }

    private PendingSpawn? Child(long id) => _children.GetValueOrDefault(id);

    private async Task LogErrorsAsync()
    {
        try
        {
            while (await _process.StandardError.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            {
                RuntimeLog.ZygoteLine(_log, _interpreter.Runtime, line);
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The pipe is closed.
        }
    }
}
