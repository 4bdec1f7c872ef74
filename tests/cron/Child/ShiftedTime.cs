namespace Actors.Cron.Tests;

/// <summary>A clock that starts at another time and runs as fast as the real one, so that a test begins moments before something is due.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private DateTimeOffset _start;
    private readonly long _began = System.GetTimestamp();

    public ShiftedTime(DateTimeOffset start) => _start = start;

    /// <summary>Puts the clock forward; what waits goes on waiting.</summary>
    public void PutForward(TimeSpan span) => _start += span;

    public override DateTimeOffset GetUtcNow() => _start + System.GetElapsedTime(_began);
}
