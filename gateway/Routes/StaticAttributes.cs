using System.Collections.Immutable;
using System.Globalization;
using Actors.Configuration;

namespace Actors.Gateway.Routes;

/// <summary>What a static handler says about its files.</summary>
/// <param name="MimeType">Fixed type, or null: by extension.</param>
/// <param name="Expiration">How long clients may keep the file.</param>
/// <param name="Headers">Headers to set; they replace generated ones.</param>
/// <param name="RequireMatchingFile">When the file is missing the next handlers are tried.</param>
internal sealed record StaticAttributes(string? MimeType, TimeSpan Expiration, ImmutableArray<HttpHeader> Headers, bool RequireMatchingFile)
{
    /// <summary>The Cache-Control header.</summary>
    public string CacheControl { get; } = string.Create(CultureInfo.InvariantCulture, $"public, max-age={(long)Expiration.TotalSeconds}");
}
