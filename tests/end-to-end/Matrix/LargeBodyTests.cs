namespace Actors.EndToEnd.Tests.Matrix;

/// <summary>32 MB in and out, and one byte more, over each protocol.</summary>
[Collection(MatrixCollection.Name)]
public sealed class LargeBodyTests(MatrixSilo silo)
{
    private const int Limit = 33_554_432;

    [Theory]
    [InlineData("h1")]
    [InlineData("h2")]
    public Task Python3_takes_and_gives_32_MB_and_not_one_byte_more(string wire) => CheckAsync(wire, "m3");

    [Theory]
    [InlineData("h1s")]
    [InlineData("h2c")]
    [Trait("Category", "Slow")]
    public Task Python3_does_so_over_the_other_protocols(string wire) => CheckAsync(wire, "m3");

    [Python27Theory]
    [InlineData("h1")]
    [InlineData("h1s")]
    [InlineData("h2")]
    [InlineData("h2c")]
    [Trait("Category", "Slow")]
    public Task Python27_takes_and_gives_32_MB_and_not_one_byte_more(string wire) => CheckAsync(wire, "m27");

    private async Task CheckAsync(string wireName, string app)
    {
        var wire = Wire.All.Single(each => each.Name == wireName);
        var host = $"{app}.localhost";
        var body = new byte[Limit];
        new Random(1).NextBytes(body);

        using var echoed = await silo.SendAsync(wire, host, "POST", "/echo", body: body);
        Assert.Equal(200, (int)echoed.StatusCode);
        var came = await echoed.Content.ReadAsByteArrayAsync();
        Assert.True(body.AsSpan().SequenceEqual(came));

        // One byte more out: the app's own mistake. A developer is told, so the answer has a page.
        using var tooMuch = await silo.SendAsync(wire, host, "GET", $"/answer?size={Limit + 1}");
        Assert.Equal(500, (int)tooMuch.StatusCode);
        Assert.Contains("too large", await tooMuch.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // And in.
        using var refused = await silo.SendAsync(wire, host, "POST", "/echo", body: new byte[Limit + 1]);
        Assert.Equal(413, (int)refused.StatusCode);

        using var after = await silo.SendAsync(wire, host, "POST", "/echo", body: "ok"u8.ToArray());
        Assert.Equal("ok", await after.Content.ReadAsStringAsync());
    }
}
