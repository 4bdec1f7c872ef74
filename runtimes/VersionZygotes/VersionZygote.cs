using System.Collections.Concurrent;
using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Workers;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.VersionZygotes;

/// <summary>
/// One version zygote, ready to fork. It runs libraries of an app, so its word counts for nothing but how its children ended, which only people read.
/// </summary>
internal sealed class VersionZygote
{
    private const int MostLooks = 100;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(10);
    private readonly WorkerProcess _process;
    private readonly FrameStream _control;
    private readonly int _descriptors;
    private readonly ConcurrentDictionary<long, PendingSpawn> _children = new();
    private readonly ConcurrentDictionary<Worker, byte> _workers = new();
    private int _inFlight;

    /// <summary>Takes over a process that has imported what it was told to.</summary>
    /// <param name="id">The spawn that it came from.</param>
    /// <param name="deployment">Whose libraries it has.</param>
    /// <param name="interpreter">Which Python it is.</param>
    /// <param name="parent">The base zygote that passes descriptors to it.</param>
    /// <param name="process">Its process.</param>
    /// <param name="control">Its control connection.</param>
    /// <param name="layers">What it is locked down with: said before it had imported anything.</param>
    /// <param name="descriptors">How many it had then.</param>
    /// <param name="modules">How many modules it says it has imported.</param>
    public VersionZygote(
        long id, VersionDeployment deployment, Interpreter interpreter, ZygoteProcess parent, WorkerProcess process, FrameStream control, IReadOnlyList<string> layers, int descriptors, int modules)
    {
        Id = id;
        Deployment = deployment;
        Interpreter = interpreter;
        Parent = parent;
        Layers = layers;
        Modules = modules;
        Filters = ProcessLook.Filters(process.Pid);
        _process = process;
        _control = control;
        _descriptors = descriptors;
        Ended = ReadAsync();
    }

    public long Id { get; }

    public VersionDeployment Deployment { get; }

    public Interpreter Interpreter { get; }

    public ZygoteProcess Parent { get; }

    public IReadOnlyList<string> Layers { get; }

    public int Modules { get; }

    /// <summary>How many seccomp filters hold it; its workers have one more.</summary>
    public int Filters { get; }

    public int Pid => _process.Pid;

    /// <summary>Workers that it was asked for and that are not ready or given up yet.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Completes when its process is gone.</summary>
    public Task<WorkerEnd> Ended { get; }

    /// <summary>Whether it can be asked for a worker.</summary>
    public bool IsAlive => !_process.Ended.IsCompleted && !Parent.Ended.IsCompleted;

    /// <summary>Private memory in bytes; null when it is gone.</summary>
    public long? Memory() => ProcessMemory.Private(Pid);

    /// <summary>
    /// Why it must not fork, as a main clause, seen from outside; null when nothing speaks against it. Looked at for a while: it opens directories itself when it tidies up after
    /// its last worker, and what a library has opened stays.
    /// </summary>
    public async Task<string?> UnfitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var unfit = InFlight > 0 ? null : Unfit(ProcessLook.Threads(Pid), ProcessLook.Descriptors(Pid), _descriptors);
            if (unfit is null || looks == MostLooks || !IsAlive)
            {
                return unfit;
            }

            await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The decision: a second thread would fork into a broken worker, a stray descriptor into one that holds what it should not.</summary>
    public static string? Unfit(int threads, int descriptors, int expected)
    {
        if (threads == 0 || descriptors == 0)
        {
            return "it is gone";
        }

        return threads > 1 ? $"a library has started a thread ({threads} in all)"
            : descriptors != expected ? $"a library has opened or closed descriptors ({descriptors} instead of {expected})"
            : null;
    }

    /// <summary>Expects to hear how this worker ends.</summary>
    public void Adopt(PendingSpawn spawn)
    {
        Interlocked.Increment(ref _inFlight);
        _children[spawn.Id] = spawn;
        if (_process.Ended.IsCompleted)
        {
            spawn.Orphaned();
        }
    }

    /// <summary>The worker is ready, or given up.</summary>
    public void Landed() => Interlocked.Decrement(ref _inFlight);

    /// <summary>This worker came of it.</summary>
    public void Has(Worker worker)
    {
        _workers[worker] = 0;
        _ = ForgetAsync(worker);
    }

    /// <summary>Completes when no worker of it is left.</summary>
    public Task AllWorkersEnded() => Task.WhenAll(_workers.Keys.Select(static worker => worker.Ended));

    private async Task ForgetAsync(Worker worker)
    {
        await worker.Ended.ConfigureAwait(false);
        _workers.TryRemove(worker, out _);
    }

    /// <summary>Ends it; its workers live on.</summary>
    public async Task EndAsync()
    {
        _process.Kill();
        await Ended.ConfigureAwait(false);
    }

    // One that breaks the protocol is killed.
    private async Task<WorkerEnd> ReadAsync()
    {
        try
        {
            while (await _control.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { Kind: FrameKind.Exited } frame)
            {
                var exited = ExitedFrame.Read(frame.Body);
                if (_children.TryRemove(exited.Id, out var spawn))
                {
                    spawn.Reaped(exited.Status);
                }
            }
        }
        catch (Exception failure) when (failure is FrameException or IOException or ObjectDisposedException)
        {
            // As good as its end.
        }

        _process.Kill();
        var end = await _process.Ended.ConfigureAwait(false);
        _control.Dispose();
        foreach (var spawn in _children.Values)
        {
            spawn.Orphaned();
        }

        return end;
    }
}
