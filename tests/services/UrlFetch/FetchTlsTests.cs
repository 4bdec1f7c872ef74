using System.Net;
using Actors.Services.UrlFetch;
using Actors.Services.UrlFetch.Contract;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>https: whom is trusted, and for which name.</summary>
public sealed class FetchTlsTests(Web web) : IClassFixture<Web>, IDisposable
{
    private readonly Fetching _fetching = new(new UrlFetchOptions { AllowedNetworks = ["127.0.0.1"], CertificateAuthorities = web.Authorities });

    public void Dispose() => _fetching.Dispose();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("secure.example")]
    public async Task A_certificate_under_the_operators_authority_is_good_for_its_names(string host)
    {
        _fetching.Names["secure.example"] = [[IPAddress.Loopback]];
        Assert.Equal(200, (await _fetching.FetchAsync(To(host))).StatusCode);
    }

    [Fact]
    public async Task For_another_name_it_is_not()
    {
        _fetching.Names["other.example"] = [[IPAddress.Loopback]];
        Assert.Equal(ErrorCode.SslCertificateError, (await _fetching.FailAsync(To("other.example"))).Code);
    }

    [Fact]
    public async Task Without_the_authority_nobody_trusts_it()
    {
        using var fetching = new Fetching();
        Assert.Equal(ErrorCode.SslCertificateError, (await fetching.FailAsync(To("127.0.0.1"))).Code);
    }

    [Fact]
    public async Task An_app_can_do_without_verification_and_that_is_not_remembered_for_others()
    {
        using var fetching = new Fetching();
        var request = To("127.0.0.1");
        request.MustValidateServerCertificate = false;

        Assert.Equal(200, (await fetching.FetchAsync(request)).StatusCode);
        Assert.Equal(ErrorCode.SslCertificateError, (await fetching.FailAsync(To("127.0.0.1"))).Code);
    }

    [Fact]
    public async Task From_a_socket_the_name_to_verify_can_be_another_than_the_host()
    {
        var request = To("127.0.0.1");
        (request.AsSent, request.TlsName) = (true, "secure.example");
        Assert.Equal(200, (await _fetching.FetchAsync(request)).StatusCode);

        request.TlsName = "other.example";
        request.Header.Add(new URLFetchRequest.Types.Header { Key = "Host", Value = "secure.example" });
        Assert.Equal(ErrorCode.SslCertificateError, (await _fetching.FailAsync(request)).Code);
    }

    [Fact]
    public async Task A_server_without_tls_is_an_ssl_error() =>
        Assert.Equal(ErrorCode.SslCertificateError, (await _fetching.FailAsync(Fetching.Request($"https://127.0.0.1:{web.Port}/"))).Code);

    private URLFetchRequest To(string host) => Fetching.Request($"https://{host}:{web.SecurePort}/echo");
}
