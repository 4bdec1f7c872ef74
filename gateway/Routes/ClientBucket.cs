using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Actors.Grains;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Routes;

/// <summary>Which of the <see cref="Traffic.BucketCount"/> buckets a client falls into. Pure, and without allocations.</summary>
internal static class ClientBucket
{
    /// <summary>The cookie that says a client's bucket, as on App Engine.</summary>
    public const string CookieName = "GOOGAPPUID";

    /// <summary>A year: as long as anybody could expect to stay where they were.</summary>
    private const string CookieAttributes = "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax";

    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    /// <summary>What makes the buckets of one service's addresses others than those of the next.</summary>
    public static uint SaltOf(string app, string service)
    {
        var hash = Basis;
        foreach (var character in app)
            hash = (hash ^ character) * Prime;
        hash = (hash ^ '/') * Prime;
        foreach (var character in service)
            hash = (hash ^ character) * Prime;
        return hash;
    }

    /// <summary>
    /// The bucket of an address, the same wherever and whenever it is asked. An IPv4 address counts whole, also in its IPv6 form; of an IPv6 address the network, its first 64 bits: devices change the rest
    /// every day.
    /// </summary>
    public static int OfAddress(IPAddress? address, uint salt)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = 0;
        var from = 0;
        if (address is not null && address.TryWriteBytes(bytes, out length) && address.AddressFamily == AddressFamily.InterNetworkV6)
            (from, length) = address.IsIPv4MappedToIPv6 ? (12, 16) : (0, 8);
        var hash = salt;
        foreach (var part in bytes[from..length])
            hash = (hash ^ part) * Prime;

        // The finalizer of MurmurHash3: neighbours' addresses are spread.
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return Of(hash ^ (hash >> 16));
    }

    /// <summary>The bucket that a cookie says, or -1: there is none, or its value is no number from 0 to 999.</summary>
    public static int OfCookie(StringValues cookies)
    {
        foreach (var line in cookies)
        {
            var text = line.AsSpan();
            while (!text.IsEmpty)
            {
                var end = text.IndexOf(';');
                var pair = (end < 0 ? text : text[..end]).Trim();
                text = end < 0 ? default : text[(end + 1)..];
                if (pair.Length > CookieName.Length && pair[CookieName.Length] == '=' && pair.StartsWith(CookieName, StringComparison.Ordinal)
                    && pair[(CookieName.Length + 1)..] is { Length: <= 3 } value && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var bucket))
                {
                    return bucket;
                }
            }
        }

        return -1;
    }

    /// <summary>A bucket from evenly distributed bits.</summary>
    public static int Of(uint bits) => (int)(((ulong)bits * Traffic.BucketCount) >> 32);

    /// <summary>The header that gives a client its bucket.</summary>
    public static string SetCookie(int bucket) => string.Create(CultureInfo.InvariantCulture, $"{CookieName}={bucket}{CookieAttributes}");

    /// <summary>An app gives its clients their buckets itself.</summary>
    public static bool IsSet(StringValues setCookies)
    {
        foreach (var line in setCookies)
        {
            if (line is { Length: > 10 } && line[CookieName.Length] == '=' && line.StartsWith(CookieName, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
