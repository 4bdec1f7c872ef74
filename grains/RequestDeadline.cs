namespace Actors.Grains;

/// <summary>How long one request may take.</summary>
/// <param name="Limit">Until the app's code is told that its time is over; zero for no limit.</param>
/// <param name="Grace">From then until its worker is killed.</param>
public readonly record struct RequestDeadline(TimeSpan Limit, TimeSpan Grace)
{
    /// <summary>No limit.</summary>
    public static RequestDeadline None { get; }
}
