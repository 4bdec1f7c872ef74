namespace Actors.Grains.Versions;

/// <summary>
/// Keeps a version whose processes end in vain, before they have answered a request, from being started in a busy loop: after ten in a row there is a pause, which
/// doubles with each further one; after it one instance is tried.
/// </summary>
internal sealed class StartBackOff
{
    /// <summary>Ends in a row that are tolerated.</summary>
    public const int Tolerated = 10;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private TimeSpan _pause;
    private DateTimeOffset _until;

    /// <summary>Ends in vain, in a row.</summary>
    public int InARow { get; private set; }

    /// <summary>Why the last one ended.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Whether only one instance at a time is to be tried.</summary>
    public bool IsOn => InARow >= Tolerated;

    /// <summary>An instance ended in vain.</summary>
    public void Fail(string why, DateTimeOffset now)
    {
        (InARow, Why) = (InARow + 1, why);
        if (!IsOn)
            return;
        _pause = InARow == Tolerated ? First : _pause * 2 < Longest ? _pause * 2 : Longest;
        _until = now + _pause;
    }

    /// <summary>An instance has served, or the version is another.</summary>
    public void Reset() => InARow = 0;

    /// <summary>Time until the next start; zero when it may be now.</summary>
    public TimeSpan Pause(DateTimeOffset now) => IsOn && _until > now ? _until - now : TimeSpan.Zero;
}
