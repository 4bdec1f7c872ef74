using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Sandbox;

/// <summary>What the silo says at every start about what its workers are not locked down with.</summary>
internal static class SandboxAnnouncement
{
    /// <summary>Says it.</summary>
    public static void Say(SandboxOptions options, KernelOffer offer, ILogger log)
    {
        foreach (var layer in options.OffLayers().Order())
        {
            RuntimeLog.LayerIsOff(log, layer.ToString(), Consequence(layer));
        }

        if (options.Has(SandboxLayer.Landlock) && offer.LandlockGaps() is { Count: > 0 } gaps)
        {
            RuntimeLog.LandlockGaps(log, offer.LandlockAbi, string.Join(", ", gaps));
        }
    }

    private static string Consequence(SandboxLayer layer) => layer switch
    {
        SandboxLayer.ResourceLimits => "an app may use up the machine's descriptors and threads",
        SandboxLayer.Descriptors => "workers keep descriptors of their zygote",
        SandboxLayer.Mounts => "workers see the machine's mounts, and temp directories have no limit of size",
        SandboxLayer.User => "all apps run as the silo's own user",
        SandboxLayer.Capabilities => "where the silo runs as root, apps keep its capabilities",
        SandboxLayer.NoNewPrivileges => "apps may gain rights through set-uid programs",
        SandboxLayer.Landlock => "apps may read and write whatever their user may",
        _ => "apps may make any system call: sockets, processes, signals",
    };
}
