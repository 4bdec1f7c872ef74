using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

public sealed class CpuVerdictTests
{
    [Theory]
    [InlineData(2.0, 1, false)]  // alone it may have all
    [InlineData(0.7, 2, false)]
    [InlineData(0.8, 2, true)]   // more than three quarters of one of two processors
    [InlineData(0.4, 4, true)]
    public void An_app_is_held_back_when_it_has_more_than_its_share_and_is_not_alone(double used, int active, bool expected) =>
        Assert.Equal(expected, CpuVerdict.IsTooMuch(used, active, 2));

    [Theory]
    [InlineData(2.0, 1, true)]   // nobody to be held back from
    [InlineData(0.3, 2, false)]  // what an app gets that is held back is no rest
    [InlineData(0.05, 2, true)]
    public void It_is_let_go_when_it_rests_or_is_alone(double used, int active, bool expected) =>
        Assert.Equal(expected, CpuVerdict.IsCalm(used, active, 2));

    [Fact]
    public void Processor_time_is_read_behind_a_name_that_looks_like_fields()
    {
        Assert.Equal(TimeSpan.FromSeconds(3.5), ProcessTime.Read("7 (a) S 1 2 (x) R 1 7 7 0 -1 4194304 900 0 0 0 300 50 0 0 20 0 1 0 5\n"u8));
        Assert.Null(ProcessTime.Read("7 (a) R 1"u8));
        Assert.NotNull(ProcessTime.Of(Environment.ProcessId));
        Assert.Null(ProcessTime.Of(int.MaxValue));
    }
}
