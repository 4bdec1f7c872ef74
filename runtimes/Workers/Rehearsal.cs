using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Interpreters;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Workers;

/// <summary>
/// Starts and ends one worker of an app without files, before the first real one is wanted: the zygote runs then, the silo's own code for spawns and
/// requests is compiled (which costs the first one 20 ms), and what stands in the way of workers shows at the silo's start.
/// </summary>
/// <param name="spawner">Starts the worker.</param>
/// <param name="options">Where the empty code tree goes, and the user.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears of failures.</param>
internal sealed class Rehearsal(IWorkerSpawner spawner, RuntimeOptions options, TimeProvider time, ILogger log)
{
    /// <summary>What it calls itself.</summary>
    public const string App = "rehearsal";

    /// <summary>An app without files, environment or user.</summary>
    public static VersionDeployment Deployment(Interpreter interpreter) => new()
    {
        App = App,
        Service = "default",
        Version = interpreter.Runtime,
        Generation = 1,
        Configuration = "",
        Runtime = interpreter.Runtime,
        MaxConcurrentRequests = 1,
        EnvVariables = new Dictionary<string, string>(),
        CodeTree = "/",
        StaticTree = "/",
        Uid = -1,
    };

    /// <summary>Rehearses a runtime. A failure is logged and not thrown: other runtimes may be fine.</summary>
    public async Task RunAsync(Interpreter interpreter, CancellationToken cancellationToken)
    {
        try
        {
            var worker = await spawner.SpawnAsync(Start(interpreter), cancellationToken).ConfigureAwait(false);
            await using (worker.ConfigureAwait(false))
            {
                using var request = new RequestFrameWriter(interpreter.Generation, 0, "rehearsal.app");
                request.Add("REQUEST_METHOD", "GET");
                request.Add("PATH_INFO", "/");
                await worker.HandleAsync(request.Finish(default(ReadOnlySpan<byte>)), RequestDeadline.None, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SpawnFailedException failure)
        {
            RuntimeLog.RehearsalFailed(log, interpreter.Runtime, failure.Message);
        }
        catch (WorkerEndedException failure)
        {
            RuntimeLog.RehearsalFailed(log, interpreter.Runtime, failure.Message);
        }
    }

    private WorkerStart Start(Interpreter interpreter)
    {
        var place = Path.Combine(Path.GetFullPath(options.DataDirectory), "runtime", "rehearsal");
        var nothing = Path.Combine(place, "source");
        Passage.Make(nothing);
        var tree = new CodeTree(nothing, Path.Combine(place, "code"), new CodeTreeRules { Public = true }, time);
        tree.Sync(CancellationToken.None);
        var deployment = Deployment(interpreter) with { CodeTree = tree.Location, StaticTree = nothing, Uid = PythonRuntimes.DropsUsers(options) ? options.FirstUid : -1 };
        return new WorkerStart(deployment, App);
    }
}
