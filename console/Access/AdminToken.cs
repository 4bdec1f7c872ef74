using System.Security.Cryptography;
using System.Text;

namespace Actors.Console.Access;

/// <summary>The secret that callers of the admin API show. Compared in constant time, whatever their lengths are.</summary>
internal sealed class AdminToken
{
    private const int MinLength = 16;
    private const int MaxLength = 1024;
    private const string Scheme = "Bearer ";
    private readonly byte[] _digest;

    private AdminToken(string token) => _digest = Digest(token);

    /// <summary>The token of the settings, or null when there is none or it is wrong.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static AdminToken? Read(AdminOptions options, out string? problem)
    {
        problem = null;
        if (string.IsNullOrEmpty(options.Token) && string.IsNullOrEmpty(options.TokenFile))
            return null;
        if (!string.IsNullOrEmpty(options.Token) && !string.IsNullOrEmpty(options.TokenFile))
            problem = "Admin:Token and Admin:TokenFile are both set; leave one of them empty.";
        else if (!string.IsNullOrEmpty(options.Token))
            problem = Wrong("Admin:Token", options.Token);
        else
            return OfFile(options.TokenFile!, out problem);
        return problem is null ? new AdminToken(options.Token!) : null;
    }

    /// <summary>Whether an <c>Authorization</c> header shows it.</summary>
    public bool IsShownBy(string? authorization) =>
        authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Digest(authorization[Scheme.Length..].Trim()), _digest);

    private static AdminToken? OfFile(string file, out string? problem)
    {
        try
        {
            problem = (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0
                ? $"Admin:TokenFile is \"{file}\", which others can read; chmod 600 it."
                : null;
            if (problem is not null)
                return null;
            var token = File.ReadAllText(file).Trim();
            problem = Wrong($"The token in Admin:TokenFile \"{file}\"", token);
            return problem is null ? new AdminToken(token) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problem = $"Admin:TokenFile is \"{file}\", which cannot be read: {unreadable.Message}";
            return null;
        }
    }

    private static string? Wrong(string what, string token) => token.Length is >= MinLength and <= MaxLength && token.All(static character => character is > ' ' and < '\x7f')
        ? null
        : $"{what} must have {MinLength} to {MaxLength} visible ASCII characters; `openssl rand -hex 32` makes a good one.";

    private static byte[] Digest(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
