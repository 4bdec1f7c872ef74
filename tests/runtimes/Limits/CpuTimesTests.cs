using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

public sealed class CpuTimesTests : IDisposable
{
    private readonly CpuTimes _times = new();

    public void Dispose() => _times.Dispose();

    [Fact]
    public void The_time_of_a_process_is_that_of_all_its_threads()
    {
        var before = _times.Of(Environment.ProcessId)!.Value;
        var spinning = new Thread(() =>
        {
            while (_times.Of(Environment.ProcessId) < before + TimeSpan.FromMilliseconds(20))
            {
            }
        });
        spinning.Start();
        spinning.Join();

        Assert.True(_times.Of(Environment.ProcessId) >= before + TimeSpan.FromMilliseconds(20));
    }

    [Theory]
    [InlineData(int.MaxValue)] // as a clock it would be the silo's own
    [InlineData(0)]
    [InlineData(-1)]
    public void A_process_that_is_not_there_has_none(int pid) => Assert.Null(_times.Of(pid));

    [Fact]
    public void Idle_is_what_all_processors_were()
    {
        Assert.Equal(TimeSpan.FromSeconds(1441.25), CpuTimes.ReadIdle("2373.95 1441.25\n"u8));
        Assert.Null(CpuTimes.ReadIdle("2373.95\n"u8));
        Assert.Null(CpuTimes.ReadIdle(default));
        Assert.True(_times.Idle() is null || _times.Idle() > TimeSpan.Zero);
    }
}
