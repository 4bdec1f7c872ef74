using System.Net;
using Actors.Services.UrlFetch;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>Nothing of this machine is reached, however it is asked for; 127.0.0.1 stands for the public internet, 127.0.0.2 for what is not.</summary>
public sealed class FetchGuardTests(Web web) : IClassFixture<Web>, IDisposable
{
    private static readonly IPAddress Public = IPAddress.Parse("127.0.0.1");
    private static readonly IPAddress Closed = IPAddress.Parse("127.0.0.2");
    private readonly Fetching _fetching = new();

    public void Dispose() => _fetching.Dispose();

    [Theory]
    [InlineData("http://127.0.0.2/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.2]/")]
    [InlineData("http://[64:ff9b::7f00:2]/")]
    [InlineData("http://169.254.169.254/computeMetadata/v1/")]
    [InlineData("http://0/")]
    [InlineData("http://2130706434/")]
    [InlineData("http://0x7f000002/")]
    [InlineData("https://10.0.0.1/")]
    public async Task An_address_that_is_closed_is_refused(string url)
    {
        var (code, detail) = await _fetching.FailAsync(Fetching.Request(url));
        Assert.Equal(ErrorCode.FetchError, code);
        Assert.Contains("may not be reached", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_is_a_name_that_leads_there()
    {
        _fetching.Names["inside.example"] = [[Closed]];
        var before = web.Connections;

        Assert.Equal(ErrorCode.FetchError, (await _fetching.FailAsync(Fetching.Request($"http://inside.example:{web.Port}/echo"))).Code);
        Assert.Equal(before, web.Connections);
    }

    [Fact]
    public async Task Of_a_name_with_both_only_the_open_address_is_used()
    {
        _fetching.Names["both.example"] = [[Closed, Public]];

        Assert.Equal(200, (await _fetching.FetchAsync(Fetching.Request($"http://both.example:{web.Port}/echo"))).StatusCode);
    }

    [Fact]
    public async Task A_name_that_changes_its_answer_changes_nothing()
    {
        _fetching.Names["turning.example"] = [[Public], [Closed]];

        Assert.Equal(200, (await _fetching.FetchAsync(Fetching.Request($"http://turning.example:{web.Port}/echo"))).StatusCode);
        Assert.Single(_fetching.Names.Asked);

        // The next connection is looked at like the first.
        Assert.Equal(ErrorCode.FetchError, (await _fetching.FailAsync(Fetching.Request($"http://turning.example:{web.Port}/echo"), "other")).Code);
        Assert.Equal(2, _fetching.Names.Asked.Count);
    }

    [Fact]
    public async Task A_redirect_into_a_closed_address_is_refused()
    {
        _fetching.Names["inside.example"] = [[Closed]];
        foreach (var to in new[] { "http://127.0.0.2/", $"http://inside.example:{web.Port}/echo", "http://[::1]/", "https://169.254.169.254/" })
            Assert.Equal(ErrorCode.FetchError, (await _fetching.FailAsync(Fetching.Request(web.Url($"/redirect?to={to}")))).Code);
    }

    [Fact]
    public async Task A_host_header_leads_nowhere_else()
    {
        _fetching.Names["inside.example"] = [[Closed]];
        var request = Fetching.Request(web.Url("/echo"), headers: ("Host", "inside.example"));
        request.AsSent = true;

        Assert.Equal(200, (await _fetching.FetchAsync(request)).StatusCode);
        Assert.Empty(_fetching.Names.Asked);
    }

    [Fact]
    public async Task A_host_that_the_operator_lists_is_reached_whatever_its_address()
    {
        using var fetching = new Fetching(new UrlFetchOptions { AllowedHosts = [$"Inside.example:{web.Port}", "other.example"] });
        fetching.Names["inside.example"] = [[Public]];
        fetching.Names["other.example"] = [[Public]];

        Assert.Equal(200, (await fetching.FetchAsync(Fetching.Request($"http://inside.example:{web.Port}/echo"))).StatusCode);
        Assert.Equal(200, (await fetching.FetchAsync(Fetching.Request($"http://other.example:{web.Port}/echo"))).StatusCode);
        Assert.Equal(ErrorCode.FetchError, (await fetching.FailAsync(Fetching.Request("http://inside.example:8080/"))).Code);
        Assert.Equal(ErrorCode.FetchError, (await fetching.FailAsync(Fetching.Request(web.Url("/echo")))).Code);
    }

    [Fact]
    public async Task The_environments_proxies_are_not_asked()
    {
        Environment.SetEnvironmentVariable("http_proxy", "http://127.0.0.1:1/");
        try
        {
            using var fetching = new Fetching();
            Assert.Equal(200, (await fetching.FetchAsync(Fetching.Request(web.Url("/echo")))).StatusCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }
    }

    [Fact]
    public void The_machines_own_addresses_are_known() => Assert.Contains(IPAddress.Loopback, new OwnAddresses(TimeProvider.System).Current);
}
