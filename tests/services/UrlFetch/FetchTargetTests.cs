using Actors.Gateway.Tests;
using Actors.Services.UrlFetch;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>Which URLs can be fetched.</summary>
public sealed class FetchTargetTests
{
    public static IEnumerable<object?[]> Urls => Table.Rows("UrlFetch/targets.table");

    [Theory]
    [MemberData(nameof(Urls))]
    public void Http_and_https_on_the_ports_of_app_engine(string url, string? fetched, string? authority)
    {
        if (fetched is null)
        {
            Assert.Equal(ErrorCode.InvalidUrl, Assert.Throws<FetchException>(() => FetchTarget.Parse(url)).Code);
            return;
        }

        var target = FetchTarget.Parse(url);
        Assert.Equal((fetched, authority), (target.Url, target.Authority));
    }

    [Fact]
    public void A_url_has_at_most_10240_characters()
    {
        FetchTarget.Parse("http://example.com/".PadRight(10_240, 'a'));
        Assert.Throws<FetchException>(() => FetchTarget.Parse("http://example.com/".PadRight(10_241, 'a')));
    }

    [Theory]
    [InlineData("/b", "http://example.com:8080/b")]
    [InlineData("b?c", "http://example.com:8080/a/b?c")]
    [InlineData("//other.example/b", "http://other.example/b")]
    [InlineData("https://other.example/../b", "https://other.example/../b")]
    [InlineData("/login?next=http://other.example/", "http://example.com:8080/login?next=http://other.example/")]
    [InlineData("/%41/../b#there", "http://example.com:8080/%41/../b")]
    [InlineData("/caf\u00c3\u00a9", "http://example.com:8080/caf%C3%A9")]
    [InlineData(" ../c ", "http://example.com:8080/c")]
    public void A_location_is_seen_from_where_it_was_found(string location, string expected) =>
        Assert.Equal(expected, FetchTarget.Parse("http://example.com:8080/a/").Follow(location).Url);

    [Fact]
    public void Whatever_an_app_writes_is_fetched_from_where_it_says_or_refused()
    {
        string[] pieces = ["http://", "https://", "//", "example.com", "\u00fc", "[", "]", "::1", "%25", "%", "@", ":", "80", "/", "\\", "?", "#", "..", " ", "\r\n", "\0", "xn--", "-", "127.1", "\ud800"];
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var url = (random.Next(4) > 0 ? "http://" : "") + string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));
            FetchTarget target;
            try
            {
                target = FetchTarget.Parse(url);
            }
            catch (FetchException refused)
            {
                Assert.Equal(ErrorCode.InvalidUrl, refused.Code);
                continue;
            }

            // What it is read as is what it is read as again, by another parser too.
            Assert.Equal(target, FetchTarget.Parse(target.Url));
            Assert.True(target.PathAndQuery.All(c => c is > ' ' and < '\x7f'), target.PathAndQuery);
            Assert.Equal(target.Host, new Uri(target.Url).IdnHost);
        }
    }
}
