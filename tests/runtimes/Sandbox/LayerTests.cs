using Actors.Runtimes.Sandbox;

namespace Actors.Runtimes.Tests.Sandbox;

/// <summary>What the silo makes of settings and of what the kernel says.</summary>
public class LayerTests
{
    private static readonly string[] _locked = ["Name:\tpython3", "Uid:\t200001\t200001\t200001\t200001", "CapInh:\t0000000000000000", "CapPrm:\t0000000000000000",
        "CapEff:\t0000000000000000", "CapAmb:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"];

    [Fact]
    public void Every_wrong_setting_is_named()
    {
        var wrong = new SandboxOptions { Off = ["Landlok", "7", "nonewprivileges"], TempBytes = 5, MaxDescriptors = 1, MaxThreads = 1 };
        Assert.Equal(6, wrong.Validate().Count());
        Assert.Empty(new SandboxOptions { Off = ["NoNewPrivileges", "landlock", "SECCOMP"] }.Validate());
    }

    [Fact]
    public void A_kernel_that_has_everything_lacks_nothing() => Assert.Empty(new KernelOffer(7, true, new Version(2, 5)).Missing(new SandboxOptions()));

    [Theory]
    [InlineData(0, true, true, "no Landlock", "Landlock")]
    [InlineData(7, false, true, "no seccomp filters", "Seccomp")]
    [InlineData(7, true, false, "apt install libseccomp2", "Seccomp")]
    public void What_is_missing_is_one_sentence_that_says_what_to_do(int landlock, bool filters, bool library, string what, string layer)
    {
        var offer = new KernelOffer(landlock, filters, library ? new Version(2, 5) : null);
        var missing = Assert.Single(offer.Missing(new SandboxOptions()));
        Assert.Contains(what, missing, StringComparison.Ordinal);
        Assert.Contains($"Sandbox__Off__0={layer}", missing, StringComparison.Ordinal);
        Assert.Empty(offer.Missing(new SandboxOptions { Off = [layer] }));
    }

    [Fact]
    public void An_older_Landlock_is_told_by_what_it_does_not_cover()
    {
        Assert.Empty(new KernelOffer(7, true, null).LandlockGaps());
        Assert.Equal(4, new KernelOffer(1, true, null).LandlockGaps().Count);
        Assert.Contains("signals", Assert.Single(new KernelOffer(5, true, null).LandlockGaps()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 8, 0x1FFF)]
    [InlineData(2, 8, 0x3FFF)]
    [InlineData(3, 8, 0x7FFF)]
    [InlineData(4, 16, 0x7FFF)]
    [InlineData(5, 16, 0xFFFF)]
    [InlineData(6, 24, 0xFFFF)]
    [InlineData(7, 24, 0xFFFF)]
    [InlineData(9, 24, 0x1FFFF)]
    public void Every_right_that_a_version_knows_is_taken_away(int abi, int length, long files)
    {
        var rights = new LandlockRights(abi);
        var attributes = rights.Attributes(sockets: false);
        Assert.Equal(length, attributes.Length);
        Assert.Equal(files, BitConverter.ToInt64(attributes));
        Assert.Equal(0ul, rights.Temp & ~rights.Files);
        Assert.Equal(0ul, rights.ReadAndWrite & ~rights.Files);
    }

    [Fact]
    public void A_worker_that_is_locked_down_lacks_nothing() => Assert.Null(LockdownCheck.Missing(_ => true, _locked, 200001));

    [Theory]
    [InlineData("Uid:\t200001\t0\t200001\t200001", "user")]
    [InlineData("CapPrm:\t0000000000000400", "capabilities")]
    [InlineData("NoNewPrivs:\t0", "privileges")]
    [InlineData("Seccomp:\t0", "seccomp")]
    public void What_the_kernel_shows_is_believed(string line, string what)
    {
        var name = line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)];
        string[] lines = [.. _locked.Where(each => !each.StartsWith(name, StringComparison.Ordinal)), line];
        Assert.Contains(what, LockdownCheck.Missing(_ => true, lines, 200001), StringComparison.Ordinal);
        Assert.Null(LockdownCheck.Missing(_ => false, lines, 200001));
    }

    [Fact]
    public void A_missing_line_counts_as_missing() => Assert.NotNull(LockdownCheck.Missing(_ => true, [], -1));
}
