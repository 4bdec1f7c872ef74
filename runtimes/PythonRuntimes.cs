using Actors.Grains.Workers;
using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Native;
using Actors.Runtimes.Sandbox;
using Actors.Runtimes.VersionZygotes;
using Actors.Runtimes.Workers;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes;

/// <summary>All of this room, put together: what a silo starts once and disposes last.</summary>
public sealed class PythonRuntimes : IAsyncDisposable
{
    // How long a version zygote may keep a start waiting before that goes on from the base zygote.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly RunDirectory _run;
    private readonly Lifeline _lifeline;
    private readonly WorkerListener _listener;
    private readonly ProcessWatch _watch;
    private readonly WatchedWorkers _workers;
    private readonly LimitClock _limits;
    private readonly AppGroups _groups;
    private readonly BaseZygotes _zygotes;
    private readonly VersionZygoteSet _versionZygotes;
    private readonly SpareWorkers _spares;
    private readonly Rehearsal _rehearsal;

    private PythonRuntimes(
        RunDirectory run, InterpreterSet interpreters, WorkerSandbox sandbox, RuntimeOptions options, string program, IApiServices services, OpenFiles openFiles, TimeProvider time, ILoggerFactory logs)
    {
        _run = run;
        _lifeline = Lifeline.Hold(run.Lifeline);
        _listener = new WorkerListener(run.Socket, time, logs.CreateLogger<WorkerListener>());
        _watch = new ProcessWatch();
        _workers = new WatchedWorkers(_watch, time);
        _limits = new LimitClock(time);
        BatchTasks.Become(options.Limits, logs.CreateLogger<PythonRuntimes>());
        _groups = AppGroups.Make(options.Limits, time, logs.CreateLogger<PythonRuntimes>());
        _zygotes = new BaseZygotes(interpreters, program, _listener, _workers.Contains, sandbox, options, time, logs.CreateLogger<BaseZygotes>());
        var log = logs.CreateLogger<WorkerSpawner>();
        var orders = new SpawnOrders(run.Socket, run.Lifeline, options);
        var readyWorkers = new ReadyWorkers(services, _limits, new KeptBytecode(), options, time, log);
        var maker = new VersionZygoteMaker(_zygotes, _listener, _workers, orders, _groups, options, time, logs.CreateLogger<VersionZygoteSet>());
        var patience = options.SpawnTimeout / 4 < _patience ? options.SpawnTimeout / 4 : _patience;
        var versionSpawn = new VersionSpawn(_listener, _workers, orders, readyWorkers, _groups, time, patience);
        _versionZygotes = new VersionZygoteSet(
            maker, versionSpawn, _workers, options.VersionZygotes, sandbox.VersionZygoteObstacle, time, logs.CreateLogger<VersionZygoteSet>());
        var forks = new BaseSpawn(_listener, _workers);
        _spares = new SpareWorkers(_zygotes, forks, orders, openFiles, options, time, log);
        Spawner = new WorkerSpawner(_zygotes, forks, _spares, orders, readyWorkers, _versionZygotes, _groups, openFiles, options, time, log);
        _rehearsal = new Rehearsal(Spawner, options, time, logs.CreateLogger<PythonRuntimes>());
        Interpreters = interpreters;
        MachineLoad = new MachineLoad(openFiles, time);
    }

    /// <summary>Starts workers.</summary>
    public IWorkerSpawner Spawner { get; }

    /// <summary>How busy this machine is.</summary>
    public IMachineLoad MachineLoad { get; }

    /// <summary>The version zygotes of this silo.</summary>
    internal VersionZygoteSet VersionZygotes => _versionZygotes;

    /// <summary>The processes that wait for the next start.</summary>
    internal SpareWorkers Spares => _spares;

    /// <summary>The interpreters that were found.</summary>
    public InterpreterSet Interpreters { get; }

    /// <summary>Whether each app's workers get a user of their own: the silo runs as root and the options do not say otherwise.</summary>
    public static bool DropsUsers(RuntimeOptions options) =>
        options.SeparateUsers && options.Sandbox.Has(SandboxLayer.User) && NativeCalls.EffectiveUserId() == 0;

    /// <summary>Takes the data directory's <c>run/</c>, kills what an earlier life left behind, finds interpreters. Zygotes start when they are first needed.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="services">Answers the service calls of apps.</param>
    /// <param name="openFiles">What the silo may have open.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logs">Makes the loggers.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">Another silo runs on the data directory, workers could not reach it, or the kernel lacks what they are to be locked down with.</exception>
    public static async Task<PythonRuntimes> StartAsync(
        RuntimeOptions options, IApiServices services, OpenFiles openFiles, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (openFiles.Limit < OpenFiles.Few)
        {
            RuntimeLog.FewDescriptors(logs.CreateLogger<PythonRuntimes>(), openFiles.Limit, openFiles.MostClients, openFiles.MostWithoutClients);
        }

        if (options.MergeMemory && MergedMemory.Obstacle() is { } unmerged)
        {
            RuntimeLog.NothingIsMerged(logs.CreateLogger<PythonRuntimes>(), unmerged);
        }

        var offer = KernelOffer.OfThisMachine();
        SandboxAnnouncement.Say(options.Sandbox, offer, logs.CreateLogger<PythonRuntimes>());
        if (offer.Missing(options.Sandbox) is { Count: > 0 } missing)
        {
            throw new IOException(string.Join(" ", missing));
        }

        var run = RunDirectory.Take(options.DataDirectory);
        try
        {
            var dropsUsers = DropsUsers(options);
            if (dropsUsers && Reachability.ObstacleOnTheWay(Path.Combine(Path.GetFullPath(options.DataDirectory), "runtime")) is { } obstacle)
            {
                throw new IOException($"Workers could not read the data directory: {obstacle}, or choose another data directory.");
            }

            // A place of its own, readable for all: the checkout may lie where workers cannot go.
            var python = new CodeTree(
                options.PythonFiles, Path.Combine(options.DataDirectory, "runtime", "python"), new CodeTreeRules { Public = true }, time);
            python.Sync(cancellationToken);
            var program = Path.Combine(python.Location, "zygote.py");

            Leftovers.BecomeSubreaper();
            Leftovers.Sweep(program, logs.CreateLogger<PythonRuntimes>());
            var discovery = new InterpreterDiscovery(options, InterpreterPlaces.OfThisMachine(), dropsUsers, logs.CreateLogger<InterpreterDiscovery>());
            var interpreters = await discovery.FindAsync(cancellationToken).ConfigureAwait(false);
            var sandbox = new WorkerSandbox(options, offer, python.Location, new TempDirectories(options.DataDirectory));
            return new PythonRuntimes(run, interpreters, sandbox, options, program, services, openFiles, time, logs);
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Has the zygote of a runtime started, and one worker started and ended, before the first one is needed. Takes at most the time-out of a spawn;
    /// what goes wrong is logged.
    /// </summary>
    public async Task WarmAsync(string runtime, CancellationToken cancellationToken)
    {
        if (Interpreters.Find(runtime) is { } interpreter)
        {
            await _rehearsal.RunAsync(interpreter, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Kills the workers that are there: requests in them fail with the reason. For a stop whose time is over.</summary>
    public Task CutOffAsync() => _workers.KillAllAsync();

    /// <summary>Kills the workers that are left, ends the zygotes and lets the data directory go.</summary>
    public async ValueTask DisposeAsync()
    {
        await _versionZygotes.DisposeAsync().ConfigureAwait(false);
        await _spares.DisposeAsync().ConfigureAwait(false);
        await _workers.KillAllAsync().ConfigureAwait(false);
        await _zygotes.DisposeAsync().ConfigureAwait(false);
        _lifeline.Dispose();
        await _listener.DisposeAsync().ConfigureAwait(false);
        _watch.Dispose();
        _limits.Dispose();
        _groups.Dispose();
        _run.Dispose();
    }
}
