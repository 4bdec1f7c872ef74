namespace Actors.Gateway.Requests;

/// <summary>
/// Paths as App Engine wants them: one with a segment <c>.</c> or <c>..</c>, encoded or not, is answered with a redirect to the path that it means. Slashes that follow one
/// another stay as they are.
/// </summary>
internal static class NormalPath
{
    /// <summary>The path that is meant, percent-encoded, or null when it is normal already.</summary>
    /// <param name="path">The decoded path; begins with a slash.</param>
    public static string? Of(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
            return null;
        var segments = path.Split('/');
        if (!segments.Any(IsStep))
            return null;
        var kept = new List<string>(segments.Length);
        foreach (var segment in segments.Skip(1))
        {
            if (segment == "..")
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            else if (segment != ".")
                kept.Add(segment);
        }

        // A step at the end means a directory.
        if (IsStep(segments[^1]))
            kept.Add("");
        return "/" + string.Join('/', kept.Select(Uri.EscapeDataString));
    }

    private static bool IsStep(string segment) => segment is "." or "..";
}
