using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Actors.Gateway.SignIn;

/// <summary>
/// The value of the cookie that says who somebody is: <c>CLAIM.SIGNATURE</c>, both base64url. The claim is <c>EXPIRES ROLE ADDRESS</c>: seconds since 1970, <c>admin</c> or <c>user</c>,
/// the e-mail address. The signature is the HMAC-SHA256 of a fixed text, the app's id and the claim as it stands in the cookie: a cookie is good for one app, and has one spelling.
/// </summary>
/// <param name="key">The secret.</param>
/// <param name="expiry">How long a cookie is good for.</param>
/// <param name="time">The clock.</param>
internal sealed class SignInCookie(byte[] key, TimeSpan expiry, TimeProvider time)
{
    /// <summary>Most characters of a value; longer ones are not looked at.</summary>
    public const int MaxLength = 512;

    private const int SignatureLength = 43;
    private const string Admin = "admin";
    private const string User = "user";

    /// <summary>How long a cookie is good for.</summary>
    public TimeSpan Expiry => expiry;

    /// <summary>A value for somebody who signs in now.</summary>
    public string Issue(string app, SignedInUser user)
    {
        var expires = (time.GetUtcNow() + expiry).ToUnixTimeSeconds();
        var claim = Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{expires} {(user.IsAdmin ? Admin : User)} {user.Email}")));
        return $"{claim}.{Sign(app, claim)}";
    }

    /// <summary>Who a value names, or null: it was not made here or for this app, was changed, or is too old.</summary>
    public SignedInUser? Read(string app, ReadOnlySpan<char> value)
    {
        var end = value.LastIndexOf('.');
        if (end <= 0 || value.Length > MaxLength || value.Length - end - 1 != SignatureLength || !Ascii.IsValid(value))
            return null;
        var claim = value[..end];
        return IsEqual(value[(end + 1)..], Sign(app, claim)) ? ReadClaim(claim) : null;
    }

    private SignedInUser? ReadClaim(ReadOnlySpan<char> claim)
    {
        Span<byte> decoded = stackalloc byte[MaxLength];
        if (!Base64Url.TryDecodeFromChars(claim, decoded, out var length))
            return null;
        var parts = Encoding.ASCII.GetString(decoded[..length]).Split(' ');
        if (parts is not [var expires, Admin or User, var address]
            || !long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds <= time.GetUtcNow().ToUnixTimeSeconds()
            || !SignedInUser.IsAddress(address))
        {
            return null;
        }

        return new SignedInUser(address, parts[1] == Admin);
    }

    private string Sign(string app, ReadOnlySpan<char> claim)
    {
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"actors sign-in 1\n{app}\n{claim}"), signature);
        return Base64Url.EncodeToString(signature);
    }

    // In a time that does not tell how much of it is right.
    private static bool IsEqual(ReadOnlySpan<char> given, string expected)
    {
        Span<byte> a = stackalloc byte[SignatureLength];
        Span<byte> b = stackalloc byte[SignatureLength];
        Encoding.ASCII.GetBytes(given, a);
        Encoding.ASCII.GetBytes(expected, b);
        return CryptographicOperations.FixedTimeEquals(a, b);
    }
}
