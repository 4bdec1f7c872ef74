using System.Diagnostics;
using System.Net;
using System.Net.Security;
using Actors.Gateway.Tests.Tls;

namespace Actors.EndToEnd.Tests;

/// <summary>Starting with HTTPS: what is said, and what is refused.</summary>
[Trait("Category", "Slow")]
public sealed class TlsTests
{
    [Fact]
    public async Task Addresses_say_https_where_it_is_served()
    {
        using var files = new TestCertificates();
        using var first = TestCertificates.Make();
        var pfx = files.Write("cert.pfx", first.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, "open sesame"));
        using var app = AppDirectory.Python3("shop", ServingTests.Reply("ok"));
        var (tls, h2c) = (SiloProcess.FreePort(), SiloProcess.FreePort());
        await using var silo = await SiloProcess.StartAsync(
            [app.Path, "--tls-port", $"{tls}", "--h2c-port", $"{h2c}"], ("Tls__Certificate", pfx), ("Tls__Password", "open sesame"), ("Hosts__BaseDomain", "apps.test"),
            ("Hosts__Domains__www.shop.test", "shop"), ("Hosts__Domains__api.shop.test", "shop/api"));

        await silo.WaitForLineAsync("^Hosts:Domains:api.shop.test leads to shop/api, which is not served;");
        Assert.DoesNotContain("www.shop.test", silo.Output, StringComparison.Ordinal);
        Assert.Contains($"shop  python3  http://shop.apps.test:{silo.Port}  https://shop.apps.test:{tls}\n", silo.Output + "\n", StringComparison.Ordinal);
        Assert.Contains($"ready http://localhost:{silo.Port}  https://localhost:{tls}  http://localhost:{h2c} (HTTP/2)", silo.Output, StringComparison.Ordinal);
        Assert.Equal(first.Thumbprint, await CertificateAsync(tls));
    }

    [Fact]
    public async Task Every_mistake_about_certificates_and_domains_is_named_at_once()
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        var (status, output) = await SiloProcess.RunToEndAsync(
            [app.Path, "--port", $"{SiloProcess.FreePort()}", "--admin-port", $"{SiloProcess.FreePort()}", "--tls-port", $"{SiloProcess.FreePort()}"],
            ("Tls__Certificate", "/no/such.pem"), ("Hosts__BaseDomain", "*.test"), ("Hosts__Domains__www.example.org", "a/b/c"), ("Gateway__H2cPort", "99999"), ("Gateway__MaxStreams", "many"), ("Tls__Certficate", "x"));

        Assert.Equal(3, status);
        foreach (var expected in new[]
        {
            "Tls:Certificate \"/no/such.pem\" cannot be read: ", "Hosts:BaseDomain is \"*.test\"; it must be a domain", "Hosts:Domains:www.example.org is \"a/b/c\"; it must be an app, or an app and a service",
            "Gateway:H2cPort is the TCP port for HTTP/2 without TLS; allowed are 0 to 65535.", "Gateway:MaxStreams is \"many\"; it must be a whole number.",
            "Tls:Certficate is not a setting. Did you mean \"Certificate\"?",
        })
            Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tls-port", "99999", "--tls-port \"99999\" is not a port: give a number from 1 to 65535.", 2)]
    [InlineData("--h2c-port", "x", "--h2c-port \"x\" is not a port: give a number from 1 to 65535.", 2)]
    [InlineData("--tls-port", "8443", "Tls:Port needs a certificate; set Tls:Certificate to a PFX file, to a PEM file, or to \"development\".", 3)]
    [InlineData("--h2c-port", "PORT", "--port and --h2c-port are the same port, PORT; give each its own.", 3)]
    public async Task Ports_that_cannot_be_are_told(string option, string value, string expected, int expectedStatus)
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        var port = $"{SiloProcess.FreePort()}";
        var (status, output) = await SiloProcess.RunToEndAsync([app.Path, "--port", port, "--admin-port", $"{SiloProcess.FreePort()}", option, value.Replace("PORT", port, StringComparison.Ordinal)]);

        Assert.Equal(expectedStatus, status);
        Assert.Contains(expected.Replace("PORT", port, StringComparison.Ordinal), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_a_development_certificate_is_told_how_to_make_one()
    {
        using var app = AppDirectory.Python3("app", ServingTests.Reply("ok"));
        var (status, output) = await SiloProcess.RunToEndAsync(
            [app.Path, "--port", $"{SiloProcess.FreePort()}", "--admin-port", $"{SiloProcess.FreePort()}", "--tls-port", $"{SiloProcess.FreePort()}"], ("Tls__Certificate", "development"), ("HOME", app.Path));

        Assert.Equal(3, status);
        Assert.Contains("this user has no development certificate; make one with `dotnet dev-certs https`.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_development_certificate_is_served_where_there_is_one()
    {
        using var home = new AppDirectory();
        var make = new ProcessStartInfo("dotnet", ["dev-certs", "https"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        make.Environment["HOME"] = home.Path;
        using (var making = Process.Start(make)!)
        {
            await making.StandardOutput.ReadToEndAsync();
            await making.WaitForExitAsync();
            Assert.Equal(0, making.ExitCode);
        }

        using var app = AppDirectory.Python3("shop", ServingTests.Reply("ok"));
        var tls = SiloProcess.FreePort();
        await using var silo = await SiloProcess.StartAsync([app.Path, "--tls-port", $"{tls}"], ("Tls__Certificate", "development"), ("HOME", home.Path));
        Assert.Equal(40, (await CertificateAsync(tls)).Length);
    }

    private static async Task<string> CertificateAsync(int port)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, port);
        var seen = "";
        await using var tls = new SslStream(tcp.GetStream(), false, (_, certificate, _, _) =>
        {
            seen = certificate!.GetCertHashString();
            return seen.Length > 0;
        });
        await tls.AuthenticateAsClientAsync("localhost");
        return seen;
    }
}
