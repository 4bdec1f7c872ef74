using System.Globalization;
using Actors.Gateway.Responses;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Tests.Responses;

/// <summary>Who may keep an app's response.</summary>
public class CachingTests
{
    private static readonly DateTimeOffset Now = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);

    public static IEnumerable<object?[]> Rules => Table.Rows("Responses/caching.table");

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_response_is_kept_as_the_table_says(string status, string? cacheControl, string? expires, string? cookie, string? seenCacheControl, string? seenExpires)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(time: new StoppedClock(Now));
        (string, string?)[] headers = [("Content-Type", "text/plain"), ("Cache-Control", cacheControl), ("Expires", expires), ("Set-Cookie", cookie)];
        gateway.App = _ => Answer.Of("", int.Parse(status, CultureInfo.InvariantCulture), [.. headers.Where(each => each.Item2 is not null).Select(each => (each.Item1, each.Item2!))]);

        var response = await gateway.GetAsync("/");

        Assert.Equal((seenCacheControl, seenExpires, cookie), (response["Cache-Control"], response["Expires"], response["Set-Cookie"]));
    }

    [Fact]
    public async Task Cache_Control_on_two_lines_is_one_list()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(time: new StoppedClock(Now));
        gateway.App = _ => Answer.Of("", 200, ("Cache-Control", "max-age=1"), ("Cache-Control", "public"), ("Set-Cookie", "a=1"), ("Expires", "0"), ("Expires", "1"));

        var response = await gateway.GetAsync("/");

        Assert.Equal(("private, max-age=1", "Sun, 06 Nov 1994 08:49:37 GMT"), (response["Cache-Control"], response["Expires"]));
    }

    [Fact]
    public void Whatever_an_app_says_with_a_cookie_no_proxy_may_keep_it()
    {
        var random = new Random(3);
        string[] pieces = ["public", "PUBLIC", "private", "no-cache", "no-store", "max-age=1", "s-maxage=9", "x=\"", "\"", "\\", ",", " ", "=", "private=\"a\"", "publicx"];
        for (var round = 0; round < 20_000; round++)
        {
            var said = string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => pieces[random.Next(pieces.Length)]));

            var made = CacheControl.MakePrivate(said);

            Assert.False(CacheControl.Has(made, "public"), made);
            Assert.True(CacheControl.Has(made, "private") || CacheControl.Has(made, "no-cache") || CacheControl.Has(made, "no-store"), $"{said} became {made}");
            Assert.Equal(made, CacheControl.MakePrivate(made));
        }
    }

    [Theory]
    [InlineData(null, "Accept-Encoding")]
    [InlineData("Cookie", "Cookie, Accept-Encoding")]
    [InlineData("cookie,accept-encoding", "cookie,accept-encoding")]
    [InlineData("*", "*")]
    [InlineData("X-Accept-Encoding", "X-Accept-Encoding, Accept-Encoding")]
    public void Vary_is_completed(string? said, string expected)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        if (said is not null)
            headers.Vary = said;

        CacheRules.VaryByEncoding(headers);

        Assert.Equal(expected, headers.Vary.ToString());
    }

    [Fact]
    public void An_administrators_page_is_not_kept()
    {
        IHeaderDictionary headers = new HeaderDictionary();
        headers.CacheControl = "public";
        headers.Expires = "Mon, 07 Nov 1994 08:49:37 GMT";

        CacheRules.Forbid(headers);

        Assert.Equal(("no-cache, no-store, must-revalidate", "no-cache", "Fri, 01 Jan 1990 00:00:00 GMT"), (headers.CacheControl.ToString(), headers.Pragma.ToString(), headers.Expires.ToString()));
    }

    [Fact]
    public void The_cost_is_written_as_App_Engine_did()
    {
        Assert.Equal("ms=2 cpu_ms=1 api_cpu_ms=0", RequestCost.Usage(TimeSpan.FromMilliseconds(2.9), 1999));
        Assert.Equal("$0.000028", RequestCost.PerThousand(2000, 0));
        Assert.Equal("$0.120000", RequestCost.PerThousand(0, 1_000_000));
        Assert.Equal("$0.000000", RequestCost.PerThousand(0, 0));
    }
}
