namespace Actors.Runtimes.Deployments;

/// <summary>The memory of App Engine's instance classes, second generation: what GAE_MEMORY_MB says.</summary>
internal static class InstanceMemory
{
    /// <summary>Mebibytes of a class.</summary>
    public static int Of(string instanceClass) => instanceClass switch
    {
        "F2" or "B2" => 768,
        "F4" or "B4" => 1536,
        "F4_1G" or "B4_1G" or "B8" => 3072,
        _ => 384,
    };
}
