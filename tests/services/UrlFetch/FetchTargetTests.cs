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
    public void A_location_is_seen_from_where_it_was_found(string location, string expected) =>
        Assert.Equal(expected, FetchTarget.Parse("http://example.com:8080/a/").Follow(location).Url);
}
