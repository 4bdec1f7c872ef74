using System.Net;
using System.Net.Http.Headers;

namespace Actors.EndToEnd.Tests;

/// <summary>Static files of a real silo.</summary>
[Trait("Category", "Slow")]
public sealed class StaticFileTests
{
    private const string Yaml =
        """
        application: files
        runtime: RUNTIME
        skip_files:
        - .*\.bak
        - ^static/private$
        handlers:
        - url: /static
          static_dir: static
          expiration: 1h
        - url: /.*
          script: main.app

        """;

    private const string Main =
        """
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'script']
        """;

    [Theory]
    [InlineData("python3")]
    [InlineData("python27\napi_version: 1\nthreadsafe: true")]
    public async Task Files_are_compressed_cut_compared_and_left_out_as_app_yaml_says(string runtime)
    {
        var text = string.Concat(Enumerable.Range(0, 500).Select(number => $"p.c{number}{{margin:0}}\n"));
        using var app = new AppDirectory(
            ("app.yaml", Yaml.Replace("RUNTIME", runtime, StringComparison.Ordinal)),
            ("main.py", Main),
            ("static/site.css", text),
            ("static/old.bak", "secret"),
            ("static/private/key.txt", "secret"));
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client();

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
