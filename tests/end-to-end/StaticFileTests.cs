using System.Net;
using System.Net.Http.Headers;

namespace Actors.EndToEnd.Tests;

/// <summary>Static files of a real silo.</summary>
[Trait("Category", "Slow")]
public sealed class StaticFileTests(StaticFileApps apps) : IClassFixture<StaticFileApps>
{
    [Theory]
    [InlineData(StaticFileApps.Python3)]
    [InlineData(StaticFileApps.Python27)]
    public async Task Files_are_compressed_cut_compared_and_left_out_as_app_yaml_says(string runtime)
    {
        var (text, silo) = (StaticFileApps.Text, await apps.SiloAsync());
        using var client = silo.Client(StaticFileApps.Of(runtime));

        using var plain = await client.GetAsync("/static/site.css");
        Assert.Equal((HttpStatusCode.OK, text), (plain.StatusCode, await plain.Content.ReadAsStringAsync()));
        Assert.Equal(("public, max-age=3600", "text/css"), (plain.Headers.CacheControl!.ToString(), plain.Content.Headers.ContentType!.ToString()));

        using var compressed = await SendAsync(client, request => request.Headers.AcceptEncoding.ParseAdd("gzip"));
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);

        using var part = await SendAsync(client, request => request.Headers.Range = new RangeHeaderValue(2, 4));
        Assert.Equal((HttpStatusCode.PartialContent, text[2..5]), (part.StatusCode, await part.Content.ReadAsStringAsync()));

        using var kept = await SendAsync(client, request => request.Headers.IfNoneMatch.Add(plain.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, kept.StatusCode);

        using var mismatch = await SendAsync(client, request => request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"other\"")));
        Assert.Equal(HttpStatusCode.PreconditionFailed, mismatch.StatusCode);

        foreach (var skipped in new[] { "/static/old.bak", "/static/private/key.txt", "/static/missing.txt" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(skipped)).StatusCode);
        Assert.Equal("script", await client.GetStringAsync("/"));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, Action<HttpRequestMessage> shape)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/static/site.css");
        shape(request);
        return client.SendAsync(request);
    }
}
