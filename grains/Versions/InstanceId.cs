using System.Security.Cryptography;

namespace Actors.Grains.Versions;

/// <summary>Instance ids: opaque, 36 hexadecimal digits as App Engine's, never used again.</summary>
internal static class InstanceId
{
    /// <summary>A new one; 144 random bits.</summary>
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(18));
}
