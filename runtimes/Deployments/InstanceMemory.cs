using Actors.Configuration;

namespace Actors.Runtimes.Deployments;

/// <summary>The memory of App Engine's instance classes, second generation: what GAE_MEMORY_MB says.</summary>
internal static class InstanceMemory
{
    /// <summary>Mebibytes of a class.</summary>
    public static int Of(string instanceClass) => (InstanceClass.Find(instanceClass) ?? InstanceClass.Automatic[0]).Memory(PythonGeneration.Python3);
}
