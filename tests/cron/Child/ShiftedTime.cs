namespace Actors.Cron.Tests;

/// <summary>A clock that starts at another time and runs as fast as the real one, so that a test begins moments before something is due.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private readonly DateTimeOffset _start;
    private readonly long _began = System.GetTimestamp();

    public ShiftedTime(DateTimeOffset start) => _start = start;

    public override DateTimeOffset GetUtcNow() => _start + System.GetElapsedTime(_began);
}
