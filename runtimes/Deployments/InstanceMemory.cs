using Actors.Configuration;

namespace Actors.Runtimes.Deployments;

/// <summary>The memory of App Engine's instance classes, by generation: what GAE_MEMORY_MB says, and what an instance may have.</summary>
internal static class InstanceMemory
{
    /// <summary>Mebibytes of a class.</summary>
    public static int Of(string instanceClass, string runtime) =>
        (InstanceClass.Find(instanceClass) ?? InstanceClass.Automatic[0]).Memory(runtime == "python27" ? PythonGeneration.Python27 : PythonGeneration.Python3);
}
