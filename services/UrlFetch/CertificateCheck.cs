using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Actors.Services.UrlFetch;

/// <summary>Which certificates of servers are good: those that the system trusts, and those under the operator's own authorities.</summary>
internal sealed class CertificateCheck
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <summary>Reads the operator's authorities.</summary>
    /// <param name="file">A PEM file; none when empty.</param>
    public CertificateCheck(string file)
    {
        if (file.Length > 0)
            _authorities.ImportFromPemFile(file);
    }

    /// <summary>How TLS is done with a server.</summary>
    /// <param name="name">The name that its certificate must have.</param>
    /// <param name="validate">False takes any certificate.</param>
    public SslClientAuthenticationOptions Options(string name, bool validate) => new()
    {
        TargetHost = name,
        CertificateChainPolicy = Policy(),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => !validate || errors == SslPolicyErrors.None || IsOurs(certificate, chain, errors),
    };

    // A certificate can name places to download its issuer and its revocations from: those are the server's choice, and so never asked.
    private static X509ChainPolicy Policy() => new() { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };

    private bool IsOurs(X509Certificate? certificate, X509Chain? presented, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || _authorities.Count == 0 || certificate is not X509Certificate2 leaf)
            return false;
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        chain.ChainPolicy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        return chain.Build(leaf);
    }
}
