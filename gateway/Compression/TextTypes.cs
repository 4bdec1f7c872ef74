using System.Collections.Frozen;

namespace Actors.Gateway.Compression;

/// <summary>
/// Which content types are text and so worth compressing. App Engine promises no list, only that text is compressed and binary formats are not; text here
/// is <c>text/*</c>, the suffixes for text formats that RFC 6839 and RFC 9512 register (<c>+xml</c>, <c>+json</c>, <c>+yaml</c>; with them <c>image/svg+xml</c>), and
/// text formats that IANA's registry, or long use, keeps under <c>application/</c>.
/// </summary>
internal static class TextTypes
{
    private static readonly FrozenSet<string> Named = new[]
    {
        // RFC 9239 and what came before it.
        "application/javascript", "application/x-javascript", "application/ecmascript", "application/typescript",

        // RFC 8259, RFC 7464's relatives, RFC 7303.
        "application/json", "application/x-json", "application/x-ndjson", "application/jsonl", "application/json5", "application/xml", "application/xml-dtd", "application/xml-external-parsed-entity",

        // RFC 9512 and other registered or common text formats.
        "application/yaml", "application/x-yaml", "application/toml", "application/graphql", "application/sql", "application/x-sh", "application/x-httpd-php", "application/rtf", "application/postscript",
        "application/x-tex", "application/x-latex", "application/x-www-form-urlencoded", "application/vnd.apple.mpegurl", "application/x-mpegurl",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The type is text. Its parameters, and upper and lower case, make no difference; an empty type is none. Allocates nothing.</summary>
    /// <param name="contentType">The header's value.</param>
    public static bool Contain(ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        var type = (end < 0 ? contentType : contentType[..end]).Trim();
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+yaml", StringComparison.OrdinalIgnoreCase)
            || Named.GetAlternateLookup<ReadOnlySpan<char>>().Contains(type);
    }
}
