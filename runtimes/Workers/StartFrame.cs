using Actors.Grains.Workers;
using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Workers;

/// <summary>What a worker reads before it is ready: <c>start</c> of the SPAWN frame.</summary>
internal static class StartFrame
{
    /// <summary>The marshalled dictionary.</summary>
    public static byte[] Write(WorkerStart start, PythonGeneration generation, RuntimeOptions options)
    {
        var deployment = start.Deployment;

        // A background thread is a thread of the app's, beside the one that answers its request.
        var threads = deployment.MaxConcurrentRequests + options.Limits.Threads + (2 * start.ConnectionsBeside);
        using var writer = new MarshalWriter(generation, 2048);
        writer.BeginDictionary();
        Text("runtime", generation == PythonGeneration.Python27 ? "python27" : "python3");
        Text("code", deployment.CodeTree);
        Text("source", deployment.Source ?? "");
        writer.Interned("environ");
        writer.BeginDictionary();
        foreach (var (name, value) in AppEnvironment.Of(start, generation, options.Software))
        {
            Text(name, value);
        }

        writer.EndDictionary();
        writer.Interned("usual");
        writer.BeginDictionary();
        foreach (var (name, value) in UsualEnviron.Of(generation))
        {
            writer.Interned(name);
            writer.Latin1(value);
        }

        writer.EndDictionary();
        writer.Interned("threadsafe");
        writer.Boolean(deployment.ThreadSafe);
        writer.Interned("development");
        writer.Boolean(deployment.Source is not null);
        writer.Interned("memory");
        writer.Integer(options.Limits.MemoryCeiling ? new MemoryLimit(deployment.MemoryMegabytes).Ceiling(threads) : 0);
        writer.Interned("threads");
        writer.Integer(threads);
        writer.Interned("rules");
        writer.Boolean(options.Sandbox.Python27Rules);
        Text("bytecode", options.KeepBytecode && generation == PythonGeneration.Python3 ? KeptBytecode.PlaceOf(deployment.CodeTree) : "");
        Text("software", options.Software);
        Text("outbound", options.Outbound == Outbound.UrlFetch ? "urlfetch" : "sockets");
        writer.EndDictionary();
        return writer.ToArray();

        void Text(string name, string value)
        {
            writer.Interned(name);
            writer.Text(value);
        }
    }
}
