using Actors.Runtimes.Sandbox.Seccomp;

namespace Actors.Runtimes.Sandbox;

/// <summary>What this machine offers a sandbox.</summary>
/// <param name="LandlockAbi">The version of Landlock; 0 when the kernel has none or it is not enabled.</param>
/// <param name="HasSeccompFilters">Whether the kernel has seccomp filters that can kill a process and answer with an error.</param>
/// <param name="SeccompLibrary">The version of libseccomp, or null when it cannot be loaded.</param>
public sealed record KernelOffer(int LandlockAbi, bool HasSeccompFilters, Version? SeccompLibrary)
{
    /// <summary>The newest version of Landlock whose rights are known here.</summary>
    public const int KnownLandlockAbi = 9;

    /// <summary>Asks the kernel.</summary>
    public static KernelOffer OfThisMachine() => new(SandboxCalls.LandlockAbi(), SandboxCalls.HasSeccompFilters(), SeccompLibraryCalls.Version());

    /// <summary>What is missing of the layers that are not switched off, with what to do, one sentence each; empty when workers can be started.</summary>
    public IReadOnlyList<string> Missing(SandboxOptions options)
    {
        var missing = new List<string>();
        if (options.Has(SandboxLayer.Landlock) && LandlockAbi < 1)
        {
            missing.Add("Workers cannot be locked down: this kernel has no Landlock (Linux 5.13 or later with `landlock` in the boot parameter `lsm=` has it); "
                + "enable it, or do without that layer with Sandbox__Off__0=Landlock.");
        }

        if (options.Has(SandboxLayer.Seccomp) && !HasSeccompFilters)
        {
            missing.Add("Workers cannot be locked down: this kernel has no seccomp filters (CONFIG_SECCOMP_FILTER, Linux 4.14 or later); "
                + "use one that has, or do without that layer with Sandbox__Off__0=Seccomp.");
        }
        else if (options.Has(SandboxLayer.Seccomp) && SeccompLibrary is null)
        {
            missing.Add("Workers cannot be locked down: libseccomp.so.2 is not installed; run `apt install libseccomp2`, or do without that layer with Sandbox__Off__0=Seccomp.");
        }

        return missing;
    }

    /// <summary>What this kernel's Landlock does not cover yet, in words; empty when it covers all that is known.</summary>
    public IReadOnlyList<string> LandlockGaps() =>
        LandlockAbi < 1 ? [] : [.. _gaps.Where(gap => LandlockAbi < gap.Abi).Select(gap => gap.What)];

    // Scopes and network rights are doubled by seccomp, truncation too (python27) or not at all before ABI 3.
    private static readonly (int Abi, string What)[] _gaps =
    [
        (3, "truncating files (Linux 6.2)"),
        (4, "TCP (Linux 6.7)"),
        (5, "ioctl on devices (Linux 6.10)"),
        (6, "signals and abstract Unix sockets (Linux 6.12)"),
    ];
}
