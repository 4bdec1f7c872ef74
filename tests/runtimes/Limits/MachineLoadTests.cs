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

    [Fact]
    public void It_is_a_share()
    {
        var load = new MachineLoad(TimeProvider.System);
        Assert.Equal(0, load.Busy); // the first look has nothing to compare with
        Assert.InRange(load.Busy, 0, 1);
    }
}
