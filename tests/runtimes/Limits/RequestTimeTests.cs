using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

public sealed class RequestTimeTests
{
    private readonly RequestTime _time = new();

    [Fact]
    public void Its_deadline_and_its_end_come_once_each()
    {
        _time.Begin(100, 10);
        Assert.Equal(TimeCome.No, _time.Look(99, out _));
        Assert.Equal(TimeCome.Deadline, _time.Look(100, out var number));
        Assert.Equal(1, number);
        Assert.Equal(TimeCome.No, _time.Look(109, out _));
        Assert.Equal(TimeCome.End, _time.Look(110, out _));
        Assert.Equal(TimeCome.No, _time.Look(1000, out _));
        Assert.True(_time.HasEndedWorker);
    }

    [Fact]
    public void What_has_ended_is_not_told_and_the_next_one_has_its_own_number()
    {
        _time.Begin(100, 10);
        Assert.False(_time.End());
        Assert.Equal(TimeCome.No, _time.Look(1000, out _));
        _time.Begin(2000, 10);
        Assert.Equal(TimeCome.Deadline, _time.Look(2000, out var number));
        Assert.Equal(2, number);
        Assert.True(_time.End());
        Assert.False(_time.IsRunning);
    }

    [Fact]
    public void Without_a_deadline_nothing_comes()
    {
        _time.Begin(0, 0);
        Assert.Equal(TimeCome.No, _time.Look(long.MaxValue, out _));
        Assert.False(_time.IsRunning);
    }
}
