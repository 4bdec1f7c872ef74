using System.Security.Cryptography.X509Certificates;
using Actors.Gateway.Tests.Static;
using Actors.Gateway.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Tests.Tls;

/// <summary>Every way in which a certificate can be given, and every way in which it can be wrong: one sentence that says which setting, which file and what to do.</summary>
public sealed class CertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly TestCertificates _files = new();
    private readonly X509Certificate2 _good = TestCertificates.Make();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_is_taken_from_pem_and_from_pfx_with_and_without_a_password(bool rsa)
    {
        using var good = TestCertificates.Make(rsa);
        using var root = TestCertificates.Make();
        var (certificate, key, locked) = (good.ExportCertificatePem(), TestCertificates.Key(good), TestCertificates.Key(good, "open sesame"));
        TlsOptions[] ways =
        [
            new() { Certificate = _files.Write("cert.pem", certificate), Key = _files.Write("key.pem", key) },
            new() { Certificate = _files.Write("both.pem", certificate + "\n" + key) },
            new() { Certificate = _files.Write("chain.pem", certificate + "\n" + root.ExportCertificatePem()), Key = _files.PathOf("key.pem") },
            new() { Certificate = _files.PathOf("cert.pem"), Key = _files.Write("locked.pem", locked), Password = "open sesame" },
            new() { Certificate = _files.Write("plain.pfx", good.Export(X509ContentType.Pfx)) },
            new() { Certificate = _files.Write("locked.pfx", good.Export(X509ContentType.Pfx, "open sesame")), Password = "open sesame" },
        ];

        foreach (var way in ways)
        {
            using var read = CertificateReader.Read(way, Now);
            Assert.Null(read.Problem);
            Assert.Equal(good.Thumbprint, read.Leaf!.Thumbprint);
            Assert.True(read.Leaf.HasPrivateKey);
            Assert.Equal(way.Certificate.EndsWith("chain.pem", StringComparison.Ordinal) ? 1 : 0, read.Chain.Count);
        }
    }

    [Fact]
    public void What_is_wrong_with_it_is_one_sentence()
    {
        using var other = TestCertificates.Make();
        using var old = TestCertificates.Make(Now.AddDays(-9), Now.AddDays(-2));
        using var young = TestCertificates.Make(Now.AddDays(2), Now.AddDays(9));
        var certificate = _files.Write("cert.pem", _good.ExportCertificatePem());
        var key = _files.Write("key.pem", TestCertificates.Key(_good));
        var pfx = _files.Write("locked.pfx", _good.Export(X509ContentType.Pfx, "open sesame"));

        Refused(new(), "Tls:Port needs a certificate; set Tls:Certificate to a PFX file, to a PEM file, or to \"development\".");
        Refused(new() { Certificate = _files.PathOf("none.pem") }, $"Tls:Certificate \"{_files.PathOf("none.pem")}\" cannot be read: ");
        Refused(new() { Certificate = certificate, Key = _files.PathOf("none.pem") }, $"Tls:Key \"{_files.PathOf("none.pem")}\" cannot be read: ");
        Refused(new() { Certificate = Path.GetDirectoryName(certificate)! }, "Tls:Certificate \"", "cannot be read");
        Refused(new() { Certificate = certificate }, "holds no private key; name the file that does with Tls:Key.");
        Refused(new() { Certificate = certificate, Key = certificate }, "Tls:Key \"", "holds no private key");
        Refused(new() { Certificate = certificate, Key = _files.Write("other.pem", TestCertificates.Key(other)) }, "other.pem\" is not that of the certificate in \"");
        Refused(new() { Certificate = certificate, Key = _files.Write("cut.pem", TestCertificates.Key(_good)[..90] + "\n-----END PRIVATE KEY-----") }, "cut.pem\" cannot be read, or is of another kind than the certificate's.");
        Refused(new() { Certificate = certificate, Key = _files.Write("locked.pem", TestCertificates.Key(_good, "open sesame")) }, "is encrypted; give its password as Tls:Password.");
        Refused(new() { Certificate = certificate, Key = _files.PathOf("locked.pem"), Password = "wrong" }, "locked.pem\" cannot be read, or is of another kind than the certificate's, or Tls:Password is not its password.");
        Refused(new() { Certificate = key, Key = key }, "holds no certificate that can be read.");
        Refused(new() { Certificate = _files.Write("nonsense", "nonsense") }, "cannot be opened: it is neither PEM nor PFX, or Tls:Password is not its password.");
        Refused(new() { Certificate = pfx, Password = "wrong" }, "or Tls:Password is not its password.");
        Refused(new() { Certificate = pfx, Password = "open sesame", Key = key }, "is no PEM file, so Tls:Key cannot belong to it");
        using (var bare = X509CertificateLoader.LoadCertificate(_good.RawData))
            Refused(new() { Certificate = _files.Write("bare.pfx", bare.Export(X509ContentType.Pfx)) }, "holds no private key; export it with its key.");
        Refused(new() { Certificate = _files.Write("old.pem", old.ExportCertificatePem() + "\n" + TestCertificates.Key(old)) }, $"expired on {Now.AddDays(-2):yyyy-MM-dd}; renew it.");
        Refused(new() { Certificate = _files.Write("young.pem", young.ExportCertificatePem() + "\n" + TestCertificates.Key(young)) }, "is not valid before", "look at this machine's clock.");
    }

    [Fact]
    public void A_new_one_is_served_when_it_is_whole_and_until_then_the_old_one()
    {
        using var next = TestCertificates.Make();
        var options = new TlsOptions { Certificate = _files.Write("cert.pem", _good.ExportCertificatePem()), Key = _files.Write("key.pem", TestCertificates.Key(_good)) };
        var time = new StoppedTime(Now);
        var served = new ServedCertificate(Options.Create(options), time, NullLogger<ServedCertificate>.Instance);
        var first = served.Current;

        _files.Write("cert.pem", next.ExportCertificatePem());
        Assert.Same(first, served.Current); // not looked at yet
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Same(first, served.Current); // its key is missing

        _files.Write("key.pem", TestCertificates.Key(next));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(next.Thumbprint, served.Current.ServerCertificateContext!.TargetCertificate.Thumbprint);

        File.Delete(options.Key);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(next.Thumbprint, served.Current.ServerCertificateContext!.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void One_that_cannot_be_used_is_not_served_at_all() =>
        Assert.Contains("cannot be read", Assert.Throws<IOException>(() => new ServedCertificate(
            Options.Create(new TlsOptions { Certificate = "/nonexistent" }), TimeProvider.System, NullLogger<ServedCertificate>.Instance)).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        _good.Dispose();
        _files.Dispose();
    }

    private static void Refused(TlsOptions options, params string[] parts)
    {
        using var read = CertificateReader.Read(options, Now);
        Assert.Null(read.Leaf);
        Assert.All(parts, part => Assert.Contains(part, read.Problem, StringComparison.Ordinal));
        Assert.DoesNotContain('\n', read.Problem!);
    }
}
