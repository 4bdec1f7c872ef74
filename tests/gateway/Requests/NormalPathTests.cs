using Actors.Gateway.Requests;

namespace Actors.Gateway.Tests.Requests;

public class NormalPathTests
{
    [Theory]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/.", "/a/")]
    [InlineData("/..", "/")]
    [InlineData("/../../etc/passwd", "/etc/passwd")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("/.//a", "//a")]
    [InlineData("/a/../ä b%", "/%C3%A4%20b%25")]
    [InlineData("/a/b", null)]
    [InlineData("/a//b", null)]
    [InlineData("/.well-known/x", null)]
    [InlineData("/a/..b/.../c.", null)]
    public void Steps_are_taken_and_slashes_stay(string path, string? normal) => Assert.Equal(normal, NormalPath.Of(path));

    [Fact]
    public void What_it_makes_is_normal()
    {
        var random = new Random(3);
        string[] segments = ["", ".", "..", "a", "...", ".a", "b.", "%2e", "ä"];
        for (var round = 0; round < 5000; round++)
        {
            var path = "/" + string.Join('/', Enumerable.Range(0, random.Next(8)).Select(_ => segments[random.Next(segments.Length)]));
            if (NormalPath.Of(path) is { } normal)
                Assert.Null(NormalPath.Of(Uri.UnescapeDataString(normal)));
        }
    }

    [Theory]
    [InlineData("/a/../b?q=1", "http://shop.localhost:81/b?q=1")]
    [InlineData("/a/%2E%2e/b", "http://shop.localhost:81/b")]
    [InlineData("/.//evil.example.com/", "http://shop.localhost:81//evil.example.com/")]
    public async Task Such_a_request_is_sent_to_where_it_leads_on_this_very_host(string target, string location)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        var response = await gateway.GetAsync(target, "Host: shop.localhost:81");

        Assert.Equal((302, location), (response.Status, response["Location"]));
        Assert.Empty(gateway.Dispatched);
    }
}
