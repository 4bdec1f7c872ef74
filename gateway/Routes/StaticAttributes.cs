using System.Collections.Immutable;
using System.Globalization;
using Actors.Configuration;
using Actors.Gateway.Compression;
using Actors.Gateway.Static;

namespace Actors.Gateway.Routes;

/// <summary>What a static handler says about its files, and what follows from it for their headers; worked out once.</summary>
/// <param name="MimeType">Fixed type, or null: by extension.</param>
/// <param name="Expiration">How long clients may keep the file.</param>
/// <param name="Headers">Headers to set; they replace generated ones.</param>
/// <param name="RequireMatchingFile">When the file is missing the next handlers are tried.</param>
/// <param name="IsPublic">Everybody may have them: caches that several share may keep them.</param>
internal sealed record StaticAttributes(string? MimeType, TimeSpan Expiration, ImmutableArray<HttpHeader> Headers, bool RequireMatchingFile, bool IsPublic)
{
    private static readonly string[] Generated = ["Content-Type", "Cache-Control", "Expires", "ETag", "Vary"];

    // A cookie is for one client: what sets one is not for caches that several share, nor for later.
    private readonly ExpiryText _expires = new(Own(Headers, "Set-Cookie") is null ? Expiration : TimeSpan.Zero);
    private readonly bool _isText = TextTypes.Contain(Own(Headers, "Content-Type") ?? MimeType);
    private readonly bool _mayCompress = Allows(Own(Headers, "Vary"), "Accept-Encoding") && !Names(Own(Headers, "Cache-Control"), "no-transform");
    private readonly string? _ownExpires = Own(Headers, "Set-Cookie") is null ? Own(Headers, "Expires") : null;

    /// <summary>The Content-Type that all files have, or null: by extension.</summary>
    public string? ContentType { get; } = Own(Headers, "Content-Type") ?? MimeType;

    /// <summary>The Cache-Control header.</summary>
    public string CacheControl { get; } = CacheControlOf(Expiration, Headers, IsPublic);

    /// <summary>The ETag header when it is not the files' own.</summary>
    public string? ETag { get; } = Own(Headers, "ETag");

    /// <summary>The Vary header when it is not generated.</summary>
    public string? Vary { get; } = Own(Headers, "Vary");

    /// <summary>The ETag header of gzip variants when it is not the files' own: weak, since it is that of other bytes with the same meaning.</summary>
    public string? VariantETag { get; } = Own(Headers, "ETag") is { } tag ? tag.StartsWith("W/", StringComparison.Ordinal) ? tag : $"W/{tag}" : null;

    /// <summary>The headers that replace no generated one.</summary>
    public ImmutableArray<HttpHeader> Others { get; } = [.. Headers.Where(static header => !Generated.Contains(header.Name, StringComparer.OrdinalIgnoreCase))];

    /// <summary>The Expires header of an answer sent now.</summary>
    public string Expires(DateTimeOffset now) => _ownExpires ?? _expires.At(now);

    /// <summary>The file has, or may get, a gzip variant under this handler.</summary>
    public bool Compresses(StaticFile file) => _mayCompress && !file.IsPlainOnly && (ContentType is null ? file.IsText : _isText);

    private static string? Own(ImmutableArray<HttpHeader> headers, string name) =>
        headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;

    private static string CacheControlOf(TimeSpan expiration, ImmutableArray<HttpHeader> headers, bool isPublic)
    {
        var said = Own(headers, "Cache-Control") ?? string.Create(CultureInfo.InvariantCulture, $"{(isPublic ? "public" : "private")}, max-age={(long)expiration.TotalSeconds}");
        if (Own(headers, "Set-Cookie") is null)
            return said;
        var directives = said.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(static directive => !directive.Equals("public", StringComparison.OrdinalIgnoreCase));
        return string.Join(", ", Names(said, "private") || Names(said, "no-cache") || Names(said, "no-store") ? directives : directives.Prepend("private"));
    }

    private static bool Names(string? list, string word) => list is not null && list.Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase);

    /// <summary>Caches are told that this header counts, or the handler has not said what counts.</summary>
    private static bool Allows(string? vary, string header) => vary is null || Names(vary, header) || Names(vary, "*");
}
