using Actors.Gateway.Hosts;

namespace Actors.Gateway.Tests.Hosts;

public class HostTargetTests
{
    [Theory]
    [InlineData("", HostKind.First)]
    [InlineData("localhost", HostKind.First)]
    [InlineData("LocalHost:8080", HostKind.First)]
    [InlineData("localhost.", HostKind.First)]
    [InlineData("127.0.0.1:8080", HostKind.First)]
    [InlineData("192.168.1.7", HostKind.First)]
    [InlineData("[::1]:8080", HostKind.First)]
    [InlineData("example.com", HostKind.Unknown)]
    [InlineData("localhost.example.com", HostKind.Unknown)]
    [InlineData("evil-localhost", HostKind.Unknown)]
    [InlineData("a.b.c.d.localhost", HostKind.Unknown)]
    [InlineData("1and1.example", HostKind.Unknown)]
    public void A_host_without_an_app_is_the_first_or_none(string host, HostKind expected) => Assert.Equal(expected, HostTarget.Parse(host).Kind);

    [Theory]
    [InlineData("shop.localhost", "shop", "", "")]
    [InlineData("Shop.LOCALHOST:8080", "Shop", "", "")]
    [InlineData("api-dot-shop.localhost", "shop", "api", "")]
    [InlineData("api.shop.localhost", "shop", "api", "")]
    [InlineData("v2-dot-api-dot-shop.localhost:80", "shop", "api", "v2")]
    [InlineData("v2.api-dot-shop.localhost", "shop", "api", "v2")]
    [InlineData("a-dotted.localhost", "a-dotted", "", "")]
    public void Labels_name_app_service_and_version(string host, string app, string service, string version)
    {
        var target = HostTarget.Parse(host);

        Assert.Equal(HostKind.Named, target.Kind);
        Assert.Equal((app, service, version), (target.App.ToString(), target.Service.ToString(), target.Version.ToString()));
    }
}
