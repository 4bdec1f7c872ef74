using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Actors.Gateway.SignIn;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Email">The address, as it was typed; <see cref="IsAddress"/> holds.</param>
/// <param name="IsAdmin">An administrator of the app.</param>
internal sealed record SignedInUser(string Email, bool IsAdmin)
{
    /// <summary>Most characters of an address.</summary>
    public const int MaxAddress = 254;

    /// <summary>What AUTH_DOMAIN says of everybody, as on App Engine.</summary>
    public const string AuthDomain = "gmail.com";

    private const int IdDigits = 20;

    // Printable ASCII without blanks and what separates addresses or cookies; the rest of it is in addresses.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-./=?^_`{|}~@");

    /// <summary>The part before the @, as App Engine's development server has it.</summary>
    public string Nickname => Email[..Email.IndexOf('@', StringComparison.Ordinal)];

    /// <summary>The part behind the @, as App Engine's development server has it.</summary>
    public string Organization => Email[(Email.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>
    /// The user's id: 21 digits that only the address decides, letter case aside. It is what App Engine's development server makes of the address, so that data
    /// which was made there belongs to the same users here: a 1, then the bytes of the address's MD5 as decimal numbers, cut off.
    /// </summary>
    public string Id
    {
        get
        {
            Span<byte> digest = stackalloc byte[16];
#pragma warning disable CA5351 // It names, it protects nothing.
            MD5.HashData(Encoding.ASCII.GetBytes(Email.ToLowerInvariant()), digest);
#pragma warning restore CA5351
            var digits = new StringBuilder("1");
            foreach (var each in digest)
                digits.Append(each.ToString("00", CultureInfo.InvariantCulture));
            return digits.ToString(0, 1 + IdDigits);
        }
    }

    /// <summary>The text is an address that can sign in: something on both sides of one @, in printable ASCII, at most <see cref="MaxAddress"/> characters.</summary>
    public static bool IsAddress(ReadOnlySpan<char> text) =>
        text.Length <= MaxAddress && !text.ContainsAnyExcept(Allowed) && text.Count('@') == 1 && text[0] != '@' && text[^1] != '@';
}
