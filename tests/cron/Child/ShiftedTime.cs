namespace Actors.Cron.Tests;

/// <summary>A clock that starts at another time and runs as fast as the real one, so that a test begins moments before something is due.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private readonly long _began = System.GetTimestamp();
    private readonly AsyncLocal<bool> _isCounted = new();
    private DateTimeOffset _start;
    private (int Readings, TimeSpan Span)? _jump;

    public ShiftedTime(DateTimeOffset start) => _start = start;

    /// <summary>Whether it waits to be put forward.</summary>
    public bool WillJump => _jump is not null;

    /// <summary>Puts the clock forward; what waits goes on waiting.</summary>
    public void PutForward(TimeSpan span) => _start += span;

    /// <summary>Puts the clock forward when the caller, or what it calls, reads it for the n-th time from now on.</summary>
    public void PutForwardAt(int reading, TimeSpan span) => (_isCounted.Value, _jump) = (true, (reading, span));

    public override DateTimeOffset GetUtcNow()
    {
        if (_isCounted.Value && _jump is { } jump)
        {
            _jump = jump.Readings > 1 ? jump with { Readings = jump.Readings - 1 } : null;
            if (_jump is null)
                PutForward(jump.Span);
        }

        return _start + System.GetElapsedTime(_began);
    }
}
