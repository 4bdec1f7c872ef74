namespace Actors.EndToEnd.Tests;

/// <summary>Those on a silo that takes no large responses.</summary>
public sealed class SparingApps : FetchingApps
{
    public SparingApps()
        : base(["leaves"], ("UrlFetch__MaxResponseBody", "100000"))
    {
    }
}
