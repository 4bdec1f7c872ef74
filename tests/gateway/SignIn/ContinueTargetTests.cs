using Actors.Gateway.SignIn;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Tests.SignIn;

/// <summary>Where <c>continue</c> leads.</summary>
public class ContinueTargetTests
{
    private const string Otherwise = "http://shop.localhost:8080/_ah/login";

    [Theory]
    [InlineData("/", "http://shop.localhost:8080/")]
    [InlineData("/a/b?c=d&e=%2F#f", "http://shop.localhost:8080/a/b?c=d&e=%2F#f")]
    [InlineData("a", "http://shop.localhost:8080/a")]
    [InlineData("?x=1", "http://shop.localhost:8080/?x=1")]
    [InlineData("http://shop.localhost:8080/x?y", "http://shop.localhost:8080/x?y")]
    [InlineData("HTTP://SHOP.localhost:8080", "http://shop.localhost:8080/")]
    [InlineData("https://shop.localhost:8080/x", "http://shop.localhost:8080/x")]
    [InlineData("//shop.localhost:8080/x", "http://shop.localhost:8080/x")]
    [InlineData("/caf\u00e9 \u4e2d", "http://shop.localhost:8080/caf%C3%A9%20%E4%B8%AD")]
    [InlineData("http://shop.localhost:8080//evil.com/", "http://shop.localhost:8080//evil.com/")]
    [InlineData("", Otherwise)]
    [InlineData(null, Otherwise)]
    [InlineData("http://evil.com/", Otherwise)]
    [InlineData("//evil.com/", Otherwise)]
    [InlineData("///evil.com/", Otherwise)]
    [InlineData("/\\evil.com/", Otherwise)]
    [InlineData("\\\\evil.com/", Otherwise)]
    [InlineData("http:\\\\evil.com/", Otherwise)]
    [InlineData("http://shop.localhost:8080@evil.com/", Otherwise)]
    [InlineData("http://user@shop.localhost:8080/", Otherwise)]
    [InlineData("http://shop.localhost/", Otherwise)]
    [InlineData("http://shop.localhost:8081/", Otherwise)]
    [InlineData("http://other.localhost:8080/", Otherwise)]
    [InlineData("http://shop.localhost:8080.evil.com/", Otherwise)]
    [InlineData("ftp://shop.localhost:8080/", Otherwise)]
    [InlineData("javascript:alert(1)", Otherwise)]
    [InlineData("data:text/html,x", Otherwise)]
    [InlineData("file:///etc/passwd", Otherwise)]
    public void It_leads_to_this_host_or_nowhere(string? given, string expected) => Assert.Equal(expected, Of(given));

    [Fact]
    public void Whatever_is_given_the_address_begins_with_this_host_and_is_one_line()
    {
        var random = new Random(5);
        string[] pieces = ["http:", "https:", "/", "//", "\\", "@", "evil.com", "shop.localhost", ":8080", ":", "?", "#", " ", "\t", "\r\n", "\0", "%2f", "%00", ".", "..", "\u00e9", "\u2044", "\ud800", "[", "]"];
        for (var round = 0; round < 20_000; round++)
        {
            var given = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));

            var location = Of(given);

            Assert.StartsWith("http://shop.localhost:8080/", location, StringComparison.Ordinal);
            Assert.All(location, c => Assert.InRange(c, '!', '~'));
        }
    }

    [Fact]
    public void Without_a_host_it_is_a_path_of_one_slash()
    {
        Assert.Equal("/evil.com/", ContinueTarget.Of(Request(""), "/.//evil.com/", "/"));
        Assert.Equal("/x", ContinueTarget.Of(Request(""), "/x", "/"));
        Assert.Equal("/", ContinueTarget.Of(Request(""), "//evil.com/", "/"));
    }

    private static string Of(string? given) => ContinueTarget.Of(Request("shop.localhost:8080"), given, "/_ah/login");

    private static HttpRequest Request(string host)
    {
        var request = new DefaultHttpContext().Request;
        request.Scheme = "http";
        request.Headers.Host = host;
        return request;
    }
}
