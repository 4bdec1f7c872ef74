using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>What <c>instance_class</c> names: how much of a machine an instance may use.</summary>
/// <param name="Name">Its name, such as F1.</param>
/// <param name="Megahertz">Share of a processor, in MHz.</param>
/// <param name="MemoryPython27">Memory of a python27 instance, in megabytes.</param>
/// <param name="MemoryPython3">Memory of a python3 instance, in megabytes.</param>
/// <param name="Workers">Worker processes that App Engine recommends for a python3 entrypoint.</param>
public sealed record InstanceClass(string Name, int Megahertz, int MemoryPython27, int MemoryPython3, int Workers)
{
    /// <summary>Classes with automatic scaling; the first is the default.</summary>
    public static ImmutableArray<InstanceClass> Automatic { get; } =
    [
        new("F1", 600, 128, 384, 2),
        new("F2", 1200, 256, 768, 4),
        new("F4", 2400, 512, 1536, 8),
        new("F4_1G", 2400, 1024, 3072, 8),
    ];

    /// <summary>Classes with basic and manual scaling; B2 is the default.</summary>
    public static ImmutableArray<InstanceClass> Other { get; } =
    [
        new("B1", 600, 128, 384, 2),
        new("B2", 1200, 256, 768, 4),
        new("B4", 2400, 512, 1536, 8),
        new("B4_1G", 2400, 1024, 3072, 8),
        new("B8", 4800, 1024, 3072, 8),
    ];

    /// <summary>The classes that go with a kind of scaling.</summary>
    public static ImmutableArray<InstanceClass> For(Scaling scaling) => scaling is AutomaticScaling ? Automatic : Other;

    /// <summary>The class of an app.yaml that names none.</summary>
    public static InstanceClass DefaultFor(Scaling scaling) => scaling is AutomaticScaling ? Automatic[0] : Other[1];

    /// <summary>The class of that name, or null.</summary>
    public static InstanceClass? Find(string name) => Automatic.Concat(Other).FirstOrDefault(known => known.Name == name);

    /// <summary>Memory of an instance, in megabytes.</summary>
    public int Memory(PythonGeneration generation) => generation == PythonGeneration.Python27 ? MemoryPython27 : MemoryPython3;
}
