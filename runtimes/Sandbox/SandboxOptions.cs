namespace Actors.Runtimes.Sandbox;

/// <summary>The lock-down of workers. Section <c>Sandbox</c>; immutable; validated with <see cref="RuntimeOptions"/>.</summary>
public sealed record SandboxOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Sandbox";

    /// <summary>
    /// Layers that are switched off, by the names of <see cref="SandboxLayer"/>. Default none. Each one is warned of at every start; a layer that the
    /// kernel lacks and that is not named here keeps workers from being started.
    /// </summary>
    public IReadOnlyList<string> Off { get; init; } = [];

    /// <summary>Bytes of a python3 instance's temp directory, held in memory; default 64 MiB, range 1 MiB to 16 GiB.</summary>
    public long TempBytes { get; init; } = 64L << 20;

    /// <summary>Open descriptors of one worker; default 1024, range 64 to 65536.</summary>
    public int MaxDescriptors { get; init; } = 1024;

    /// <summary>Threads of all of one app's workers together, where the app has a user of its own; default 4096, range 64 to 100000.</summary>
    public int MaxThreads { get; init; } = 4096;

    /// <summary>
    /// Whether python27 apps find disabled modules, replaced functions of <c>os</c> and a sentence for C extensions as on App Engine. Default true. It is
    /// compatibility and no defence.
    /// </summary>
    public bool Python27Rules { get; init; } = true;

    /// <summary>The layers that are switched off; names that are none are left out.</summary>
    public IReadOnlySet<SandboxLayer> OffLayers() =>
        Off.Where(name => IsName(name)).Select(name => Enum.Parse<SandboxLayer>(name, ignoreCase: true)).ToHashSet();

    /// <summary>Whether a layer is wanted.</summary>
    public bool Has(SandboxLayer layer) => !OffLayers().Contains(layer);

    /// <summary>All that is wrong, one sentence each.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (var name in Off.Where(name => !IsName(name)))
        {
            yield return $"Sandbox:Off has \"{name}\", which is not a layer; there are {string.Join(", ", Enum.GetNames<SandboxLayer>())}.";
        }

        var off = OffLayers();
        if (off.Contains(SandboxLayer.NoNewPrivileges) && !(off.Contains(SandboxLayer.Landlock) && off.Contains(SandboxLayer.Seccomp)))
        {
            yield return "Sandbox:Off has NoNewPrivileges, without which the kernel lets nobody enter Landlock and Seccomp; name these two as well.";
        }

        if (TempBytes is < 1 << 20 or > 16L << 30)
        {
            yield return $"Sandbox:TempBytes is {TempBytes}; allowed are 1048576 to 17179869184 bytes.";
        }

        if (MaxDescriptors is < 64 or > 65536)
        {
            yield return $"Sandbox:MaxDescriptors is {MaxDescriptors}; allowed are 64 to 65536.";
        }

        if (MaxThreads is < 64 or > 100_000)
        {
            yield return $"Sandbox:MaxThreads is {MaxThreads}; allowed are 64 to 100000.";
        }
    }

    // Numbers parse as members too, but are no names.
    private static bool IsName(string name) => Enum.GetNames<SandboxLayer>().Contains(name, StringComparer.OrdinalIgnoreCase);
}
