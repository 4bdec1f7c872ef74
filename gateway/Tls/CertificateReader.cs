using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Actors.Gateway.Tls;

/// <summary>Reads the certificate that the settings name.</summary>
internal static class CertificateReader
{
    /// <summary>Marks the certificates of <c>dotnet dev-certs https</c>.</summary>
    private const string DevelopmentMark = "1.3.6.1.4.1.311.84.1.1";

    /// <summary>Reads it and looks whether it can be used.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="now">The time at which it must be valid.</param>
    public static CertificateResult Read(TlsOptions options, DateTimeOffset now)
    {
        if (options.Certificate.Length == 0)
            return CertificateResult.Wrong("Tls:Port needs a certificate; set Tls:Certificate to a PFX file, to a PEM file, or to \"development\".");
        if (options.Certificate == TlsOptions.Development)
            return InTime(Development(now), "The development certificate", now);

        var file = "";
        try
        {
            file = $"Tls:Certificate \"{options.Certificate}\"";
            var content = File.ReadAllBytes(options.Certificate);
            if (content.AsSpan().IndexOf("-----BEGIN"u8) < 0)
                return InTime(Pfx(file, content, options), file, now);
            var key = content;
            if (options.Key.Length > 0)
            {
                file = $"Tls:Key \"{options.Key}\"";
                key = File.ReadAllBytes(options.Key);
            }

            return InTime(Pem(options, System.Text.Encoding.UTF8.GetString(content), System.Text.Encoding.UTF8.GetString(key)), $"Tls:Certificate \"{options.Certificate}\"", now);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return CertificateResult.Wrong($"{file} cannot be read: {failure.Message}");
        }
    }

    private static CertificateResult Development(DateTimeOffset now)
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (CryptographicException)
        {
            return NoDevelopment();
        }

        var found = store.Certificates.Where(static each => each.HasPrivateKey && each.Extensions.Any(static extension => extension.Oid?.Value == DevelopmentMark))
            .OrderBy(each => each.NotAfter > now.LocalDateTime).ThenBy(static each => each.NotBefore).LastOrDefault();
        return found is null ? NoDevelopment() : new CertificateResult(found, [], null);

        static CertificateResult NoDevelopment() =>
            CertificateResult.Wrong("Tls:Certificate is \"development\", and this user has no development certificate; make one with `dotnet dev-certs https`.");
    }

    private static CertificateResult Pfx(string file, byte[] content, TlsOptions options)
    {
        if (options.Key.Length > 0)
            return CertificateResult.Wrong($"{file} is no PEM file, so Tls:Key cannot belong to it; leave Tls:Key out, or name a PEM file.");
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(content, options.Password);
        }
        catch (CryptographicException)
        {
            return CertificateResult.Wrong($"{file} cannot be opened: it is neither PEM nor PFX, or Tls:Password is not its password.");
        }

        if (all.FirstOrDefault(static each => each.HasPrivateKey) is not { } leaf)
            return CertificateResult.Wrong($"{file} holds no private key; export it with its key.");
        all.Remove(leaf);
        return new CertificateResult(leaf, all, null);
    }

    private static CertificateResult Pem(TlsOptions options, string content, string key)
    {
        var keyFile = options.Key.Length > 0 ? $"Tls:Key \"{options.Key}\"" : $"Tls:Certificate \"{options.Certificate}\"";
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(content);
        }
        catch (CryptographicException)
        {
            chain.Clear();
        }

        if (chain.Count == 0)
            return CertificateResult.Wrong($"Tls:Certificate \"{options.Certificate}\" holds no certificate that can be read.");
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
            return CertificateResult.Wrong($"{keyFile} holds no private key; name the file that does with Tls:Key.");
        var isEncrypted = key.Contains("ENCRYPTED", StringComparison.Ordinal);
        if (isEncrypted && options.Password.Length == 0)
            return CertificateResult.Wrong($"The key in {keyFile} is encrypted; give its password as Tls:Password.");
        try
        {
            var leaf = isEncrypted ? X509Certificate2.CreateFromEncryptedPem(content, key, options.Password) : X509Certificate2.CreateFromPem(content, key);
            chain.RemoveAt(0);
            return new CertificateResult(leaf, chain, null);
        }
        catch (Exception failure) when (failure is ArgumentException or { InnerException: ArgumentException })
        {
            return CertificateResult.Wrong($"The key in {keyFile} is not that of the certificate in \"{options.Certificate}\"; the server's certificate must be the first in its file.");
        }
        catch (CryptographicException)
        {
            return CertificateResult.Wrong($"The key in {keyFile} cannot be read, or is of another kind than the certificate's{(isEncrypted ? ", or Tls:Password is not its password" : "")}.");
        }
    }

    private static CertificateResult InTime(CertificateResult read, string name, DateTimeOffset now)
    {
        if (read.Leaf is not { } leaf)
            return read;
        var (from, to) = (new DateTimeOffset(leaf.NotBefore), new DateTimeOffset(leaf.NotAfter));
        if (from <= now && now <= to)
            return read;
        read.Dispose();
        return CertificateResult.Wrong(now > to ? $"{name} expired on {to:yyyy-MM-dd}; renew it." : $"{name} is not valid before {from:yyyy-MM-dd HH:mm} UTC{from:zzz}; look at this machine's clock.");
    }
}
