namespace Actors.Grains.Apps;

/// <summary>Who gets a service's traffic when a silo starts with some of its versions. Pure.</summary>
internal static class TrafficAtStart
{
    /// <summary>The version that gets everything, or null when the traffic stays as it is: somebody set it among versions that are served, or it is that already.</summary>
    /// <param name="current">The traffic, or null.</param>
    /// <param name="served">The versions that are served, in the order in which they were named.</param>
    public static string? Heir(Traffic? current, IReadOnlyList<string> served)
    {
        if (current is null)
            return served[0];
        var stays = current.IsExplicit ? current.Shares.All(share => served.Contains(share.Version)) : current.Shares.Count == 1 && current.Main == served[0];
        return stays ? null : served[0];
    }
}
