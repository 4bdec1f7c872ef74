using System.IO.Compression;
using System.Text;
using Actors.Gateway.Compression;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Tests.Compression;

public class CompressionTests
{
    [Theory]
    [InlineData("gzip", true)]
    [InlineData("GZip", true)]
    [InlineData("x-gzip", true)]
    [InlineData("gzip, deflate, br, zstd", true)]
    [InlineData("br;q=1.0, gzip;q=0.8, *;q=0.1", true)]
    [InlineData(" deflate ,\tgzip ; q=0.001 ", true)]
    [InlineData("gzip;Q=0.5", true)]
    [InlineData("gzip;q=1.000", true)]
    [InlineData("gzip;q=1.", true)]
    [InlineData("*", true)]
    [InlineData("*;q=0.5", true)]
    [InlineData("identity;q=0, *", true)]
    [InlineData("identity;q=0.5, gzip;q=0.5", true)]
    [InlineData("gzip, *;q=0", true)]
    [InlineData("", false)]
    [InlineData("identity", false)]
    [InlineData("br", false)]
    [InlineData("gzipped", false)]
    [InlineData("not-gzip", false)]
    [InlineData("gzip;q=0", false)]
    [InlineData("gzip;q=0.000", false)]
    [InlineData("gzip;q=0, *", false)]
    [InlineData("*;q=0", false)]
    [InlineData("identity, gzip;q=0.5", false)]
    [InlineData("gzip, gzip;q=0", false)]
    [InlineData("gzip;q=", false)]
    [InlineData("gzip;q=2", false)]
    [InlineData("gzip;q=1.001", false)]
    [InlineData("gzip;q=-1", false)]
    [InlineData("gzip;q=0.0001", false)]
    [InlineData("gzip;q=much", false)]
    [InlineData(";q=1", false)]
    public void A_client_takes_gzip_when_it_says_so(string acceptEncoding, bool expected) =>
        Assert.Equal(expected, AcceptedEncoding.TakesGzip(acceptEncoding));

    [Fact]
    public void Several_lines_are_one_list_and_none_is_no_wish()
    {
        Assert.True(AcceptedEncoding.TakesGzip(new StringValues(["br", "gzip"])));
        Assert.False(AcceptedEncoding.TakesGzip(new StringValues(["gzip;q=0", "*"])));
        Assert.False(AcceptedEncoding.TakesGzip(default));
    }

    [Theory]
    [InlineData("text/html", true)]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("TEXT/CSS", true)]
    [InlineData("text/javascript", true)]
    [InlineData("application/javascript", true)]
    [InlineData("application/json;charset=utf-8", true)]
    [InlineData("Application/JSON", true)]
    [InlineData("application/xml", true)]
    [InlineData("application/atom+xml", true)]
    [InlineData("application/ld+json", true)]
    [InlineData("application/manifest+json", true)]
    [InlineData("image/svg+xml", true)]
    [InlineData("application/x-ndjson", true)]
    [InlineData("application/yaml", true)]
    [InlineData("", false)]
    [InlineData("texts/html", false)]
    [InlineData("image/png", false)]
    [InlineData("application/octet-stream", false)]
    [InlineData("application/zip", false)]
    [InlineData("application/pdf", false)]
    [InlineData("application/wasm", false)]
    [InlineData("font/woff2", false)]
    [InlineData("video/mp4", false)]
    [InlineData("application/octet-stream; note=text/html", false)]
    [InlineData("application/x; a=+json", false)]
    public void Text_is_worth_compressing(string contentType, bool expected) =>
        Assert.Equal(expected, TextTypes.Contain(contentType));

    [Theory]
    [InlineData(Gzip.Once)]
    [InlineData(Gzip.Kept)]
    public void What_is_compressed_comes_out_as_it_went_in_and_always_as_the_same_bytes(CompressionLevel level)
    {
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"line {number}\n")));

        var compressed = Assert.NotNull(Gzip.TryCompress(body, level));

        Assert.InRange(compressed.Length, 1, body.Length / 2);
        Assert.Equal(body, Decompress(compressed));
        Assert.Equal(compressed.ToArray(), Assert.NotNull(Gzip.TryCompress(body, level)).ToArray());
    }

    [Fact]
    public void What_would_not_become_smaller_stays_as_it_is()
    {
        var noise = new byte[10_000];
        new Random(1).NextBytes(noise);

        Assert.Null(Gzip.TryCompress(noise, Gzip.Once));
        Assert.Null(Gzip.TryCompress(new byte[Gzip.MinLength - 1], Gzip.Kept));
        Assert.NotNull(Gzip.TryCompress(new byte[Gzip.MinLength], Gzip.Once));
    }

    private static byte[] Decompress(ReadOnlyMemory<byte> compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        gzip.CopyTo(whole);
        return whole.ToArray();
    }
}
