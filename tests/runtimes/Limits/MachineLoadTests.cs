using Actors.Engine.Tests;
using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

public sealed class MachineLoadTests
{
    [Fact]
    public void What_is_in_use_is_all_that_is_neither_idle_nor_waiting_for_disks()
    {
        Assert.Equal((100 + 5 + 30 + 1 + 2 + 3, 1041), MachineLoad.Read("cpu  100 5 30 800 100 1 2 3 0 0\ncpu0 1 2 3"u8));
        Assert.Null(MachineLoad.Read("cpu  100 5 30"u8));
        Assert.Null(MachineLoad.Read("intr 1"u8));
        Assert.Null(MachineLoad.Read(default));
    }

    [Theory]
    [InlineData("MemTotal:       24681564 kB\nMemFree:        1 kB\nMemAvailable:    1542596 kB\n", "memory (1506 of 24103 MB are left)")]
    [InlineData("MemTotal:       24681564 kB\nMemFree:        1 kB\nMemAvailable:    1542597 kB\n", null)]
    [InlineData("MemTotal:       24681564 kB\n", null)]
    [InlineData("MemTotal: x\nMemAvailable: 1 kB\n", null)]
    [InlineData("", null)]
    public void It_is_short_of_memory_when_less_than_a_sixteenth_is_left(string meminfo, string? expected) =>
        Assert.Equal(expected, MachineLoad.ShortOfMemory(System.Text.Encoding.ASCII.GetBytes(meminfo)));

    [Fact]
    public void It_is_short_of_descriptors_when_thirty_six_percent_are_in_use()
    {
        long used = 360;
        var time = new ManualTime();
        var load = new MachineLoad(new OpenFiles(1000, () => used), time);
        Assert.DoesNotContain("descriptors", load.ShortOf ?? "", StringComparison.Ordinal);
        used = 361;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("descriptors (361 are in use beside those of clients, 380 may be)", load.ShortOf);
    }

    [Fact]
    public void It_is_a_share()
    {
        var load = new MachineLoad(OpenFiles.Unlimited, TimeProvider.System);
        Assert.Equal(0, load.Busy); // the first look has nothing to compare with
        Assert.InRange(load.Busy, 0, 1);
    }
}
