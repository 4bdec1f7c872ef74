using System.Buffers;
using System.Security.Cryptography;

namespace Actors.Grains.Versions;

/// <summary>Instance ids: opaque, 36 hexadecimal digits as App Engine's, never used again.</summary>
public static class InstanceId
{
    private const int Bytes = 18;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>A new one; 144 random bits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether a text has the form of an id, in small or capital letters; there need not be such an instance.</summary>
    public static bool IsOne(ReadOnlySpan<char> text) => text.Length == 2 * Bytes && !text.ContainsAnyExcept(HexDigits);
}
