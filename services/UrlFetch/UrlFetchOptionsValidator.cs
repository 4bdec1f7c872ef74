using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Actors.Services.UrlFetch;

/// <summary>Checks what attributes cannot.</summary>
internal sealed class UrlFetchOptionsValidator : IValidateOptions<UrlFetchOptions>
{
    public ValidateOptionsResult Validate(string? name, UrlFetchOptions options)
    {
        string[] problems =
        [
            .. options.AllowedNetworks.Where(each => AllowedDestinations.Network(each) is null)
                .Select(each => $"UrlFetch:AllowedNetworks has \"{each}\"; allowed are addresses and networks such as 10.0.0.0/8."),
            .. options.AllowedHosts.Where(each => AllowedDestinations.Host(each) is null)
                .Select(each => $"UrlFetch:AllowedHosts has \"{each}\"; allowed are host names, each with a port or without, such as intranet.example:8443."),
            .. Deadlines(options),
            .. Authorities(options.CertificateAuthorities),
        ];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Deadlines(UrlFetchOptions options)
    {
        if (options.DefaultDeadline > options.MaxDeadline)
            yield return $"UrlFetch:DefaultDeadline is {options.DefaultDeadline}, longer than UrlFetch:MaxDeadline, {options.MaxDeadline}; make it shorter.";
    }

    private static IEnumerable<string> Authorities(string file)
    {
        if (file.Length == 0)
            yield break;
        string? reason = null;
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            if (found.Count == 0)
                reason = "it has no certificate";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            reason = failure.Message;
        }

        if (reason is not null)
            yield return $"UrlFetch:CertificateAuthorities is \"{file}\", which cannot be used ({reason}); name a file of certificates in PEM form, or leave it empty.";
    }
}
