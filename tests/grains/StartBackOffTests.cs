using Actors.Grains.Versions;

namespace Actors.Grains.Tests;

public sealed class StartBackOffTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly StartBackOff _backOff = new();

    [Fact]
    public void Nine_in_a_row_are_tolerated()
    {
        Fail(9);
        Assert.False(_backOff.IsOn);
        Assert.Equal(TimeSpan.Zero, _backOff.Pause(Now));
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(12, 4)]
    [InlineData(16, 60)]
    [InlineData(500, 60)]
    public void From_the_tenth_on_the_pause_doubles_up_to_a_minute(int times, int seconds)
    {
        Fail(times);
        Assert.True(_backOff.IsOn);
        Assert.Equal(TimeSpan.FromSeconds(seconds), _backOff.Pause(Now));
        Assert.Equal(TimeSpan.Zero, _backOff.Pause(Now + TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void One_that_serves_makes_it_begin_anew()
    {
        Fail(12);
        _backOff.Reset();
        Assert.False(_backOff.IsOn);
        Assert.Equal(TimeSpan.Zero, _backOff.Pause(Now));
        Fail(10);
        Assert.Equal(TimeSpan.FromSeconds(1), _backOff.Pause(Now));
    }

    private void Fail(int times)
    {
        for (var time = 0; time < times; time++)
            _backOff.Fail("died", Now);
    }
}
