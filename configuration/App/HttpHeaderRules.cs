using System.Collections.Frozen;

namespace Actors.Configuration;

/// <summary>Which <c>http_headers</c> a static handler may set.</summary>
internal static class HttpHeaderRules
{
    /// <summary>Most headers of one handler.</summary>
    public const int MaxHeaders = 500;

    private static readonly FrozenSet<string> RequestOnly = new[]
    {
        "accept", "accept-charset", "accept-encoding", "accept-language", "accept-datetime", "authorization", "expect", "from", "host", "if-match", "if-modified-since", "if-none-match",
        "if-range", "if-unmodified-since", "max-forwards", "proxy-authorization", "range", "referer", "te", "user-agent",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Platform = new[]
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-connection", "trailer", "trailers", "transfer-encoding", "upgrade", "content-encoding", "content-length", "date", "server",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int> LongValues = new Dictionary<string, int>
    {
        ["content-security-policy"] = 10_240,
        ["content-security-policy-report-only"] = 10_240,
        ["x-content-security-policy"] = 10_240,
        ["x-webkit-csp"] = 10_240,
        ["set-cookie"] = 4_096,
        ["set-cookie2"] = 4_096,
        ["location"] = 2_047,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a header's name, and what to do; null when nothing is.</summary>
    public static string? NameProblem(string name)
    {
        if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal)))
            return "A header's name is made of ASCII letters, digits and hyphens.";
        if (RequestOnly.Contains(name))
            return "It belongs to requests; remove it.";
        if (Platform.Contains(name))
            return "The platform sets it; remove it.";
        return name.StartsWith("x-appengine", StringComparison.OrdinalIgnoreCase) ? "Names that begin with X-Appengine are reserved; choose another." : null;
    }

    /// <summary>What is wrong with a header's value, and what to do; null when nothing is.</summary>
    public static string? ValueProblem(string name, string value)
    {
        if (!value.All(static c => c is >= ' ' and <= '~'))
            return "A header's value is made of printable ASCII characters.";
        if (LongValues.TryGetValue(name, out var most))
            return value.Length > most ? $"Its value may have up to {most} characters." : null;
        return name.Length + value.Length + 4 >= 500 ? "Name and value together may have up to 495 characters." : null;
    }
}
