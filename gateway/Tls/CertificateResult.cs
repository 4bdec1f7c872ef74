using System.Security.Cryptography.X509Certificates;

namespace Actors.Gateway.Tls;

/// <summary>A certificate with its key, or what is wrong with it.</summary>
/// <param name="Leaf">The server's certificate with its private key; null when there is a problem.</param>
/// <param name="Chain">The certificates between it and the root.</param>
/// <param name="Problem">One sentence: what is wrong and what to do; null when nothing is.</param>
internal sealed record CertificateResult(X509Certificate2? Leaf, X509Certificate2Collection Chain, string? Problem) : IDisposable
{
    public static CertificateResult Wrong(string problem) => new(null, [], problem);

    public void Dispose()
    {
        Leaf?.Dispose();
        foreach (var certificate in Chain)
            certificate.Dispose();
    }
}
