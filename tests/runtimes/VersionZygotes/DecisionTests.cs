using Actors.Runtimes.Sandbox;
using Actors.Runtimes.VersionZygotes;
using Actors.Runtimes.Zygotes;

namespace Actors.Runtimes.Tests.VersionZygotes;

/// <summary>What is decided of what the kernel shows and the settings say.</summary>
public class DecisionTests
{
    [Theory]
    [InlineData(1, 8, 8, null)]
    [InlineData(2, 8, 8, "thread")]
    [InlineData(1, 9, 8, "descriptors")]
    [InlineData(1, 7, 8, "descriptors")]
    [InlineData(0, 0, 8, "gone")]
    public void One_thread_and_no_other_descriptors(int threads, int descriptors, int expected, string? reason)
    {
        var unfit = VersionZygote.Unfit(threads, descriptors, expected);
        Assert.Equal(reason is null, unfit is null);
        Assert.Contains(reason ?? "", unfit ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(384L << 20, 384, true)]
    [InlineData((384L << 20) + 1, 384, false)]
    [InlineData(null, 384, true)]
    public void No_more_memory_than_an_instance(long? bytes, int megabytes, bool fits) => Assert.Equal(fits, VersionZygoteMaker.TooLarge(bytes, megabytes) is null);

    [Theory]
    [InlineData("", 6, false, true, true)]
    [InlineData("", 5, true, true, true)]
    [InlineData("", 5, false, true, false)]
    [InlineData("Landlock", 6, false, true, false)]
    [InlineData("Landlock", 6, true, true, true)]
    [InlineData("", 6, true, false, false)]
    [InlineData("Seccomp", 1, false, false, true)]
    public void Something_beside_seccomp_keeps_signals_to_the_app(string off, int landlock, bool ownUsers, bool namesLandlock, bool possible)
    {
        var options = new SandboxOptions { Off = off.Length == 0 ? [] : [off] };
        Assert.Equal(possible, WorkerSandbox.Obstacle(options.Has, landlock, ownUsers, namesLandlock) is null);
    }

    [Fact]
    public void The_kernel_counts_filters()
    {
        Assert.Equal(3, ProcessLook.Filters(["Seccomp:\t2", "Seccomp_filters:\t3"]));
        Assert.Equal(0, ProcessLook.Filters(["Seccomp:\t2"]));
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        var options = new RuntimeOptions { DataDirectory = "/data", PythonFiles = "/python", VersionZygotes = new VersionZygoteOptions { Idle = TimeSpan.Zero, Most = 0 } };
        Assert.Equal(2, options.Validate().Count);
        Assert.All(options.Validate(), error => Assert.StartsWith("Runtimes:VersionZygotes:", error, StringComparison.Ordinal));
    }
}
