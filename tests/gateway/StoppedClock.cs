namespace Actors.Gateway.Tests;

/// <summary>A clock that shows one instant for ever, in dates and in time stamps: between two looks at it no time passes.</summary>
internal sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;
}
