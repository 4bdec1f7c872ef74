using System.Net.Sockets;
using System.Text;
using Actors.Gateway.Requests;

namespace Actors.Gateway.Tests.Requests;

/// <summary>Large bodies have a memory of their own, which no crowd can take beyond its limit.</summary>
public sealed class BodyMemoryTests
{
    private const int Megabyte = 1 << 20;
    private const int Announced = 32 * Megabyte;

    [Fact]
    public async Task What_clients_announce_takes_no_memory()
    {
        await using var gateway = await StartAsync(Megabyte);
        var clients = new List<Upload>();
        for (var number = 0; number < 40; number++)
            clients.Add(await Upload.BeginAsync(gateway, Announced, sent: 1000));

        Assert.Equal(200, (await gateway.SendAsync("POST / HTTP/1.1", body: new byte[500_000])).Status);
        clients.ForEach(static client => client.Dispose());
        await AllIsLetGoAsync(gateway);
    }

    [Fact]
    public async Task A_body_for_which_there_is_no_room_is_refused_until_there_is()
    {
        await using var gateway = await StartAsync(Megabyte);
        var memory = gateway.Bodies;
        using (await Upload.BeginAsync(gateway, Announced, sent: 300_000))
        {
            await ComesToAsync(() => memory.Held >= 300_000);
            Assert.InRange(memory.Held, 300_000, Megabyte);
            var refused = await gateway.SendAsync("POST / HTTP/1.1", body: new byte[Megabyte]);
            Assert.Equal(503, refused.Status);
            Assert.Contains("Try again in a moment.", refused.Text, StringComparison.Ordinal);
            Assert.Contains("Gateway:MaxBodyMemory", (await gateway.RecordAsync()).PlatformLine, StringComparison.Ordinal);
            Assert.Equal(200, (await gateway.SendAsync("POST / HTTP/1.1", body: new byte[BodyMemory.Small])).Status); // small ones always pass
        }

        await AllIsLetGoAsync(gateway);
        Assert.Equal(200, (await gateway.SendAsync("POST / HTTP/1.1", body: new byte[Megabyte])).Status);
        await AllIsLetGoAsync(gateway);
    }

    [Theory]
    [InlineData("Content-Length: 2000000", false)]
    [InlineData("Transfer-Encoding: chunked", true)]
    public async Task One_that_is_larger_than_all_of_it_is_refused_too(string header, bool isChunked)
    {
        await using var gateway = await StartAsync(Megabyte);
        var body = new byte[2_000_000];
        var sent = isChunked ? [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8] : body;
        Assert.Equal(503, (await gateway.SendRawAsync([.. Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\n{header}\r\nConnection: close\r\n\r\n"), .. sent])).Status);
        await AllIsLetGoAsync(gateway);
    }

    [Fact]
    public async Task An_answer_for_which_there_is_no_room_is_refused()
    {
        await using var gateway = await StartAsync(Megabyte);
        gateway.App = static _ => Answer.Of(new string('x', 2 * Megabyte));
        Assert.Equal(503, (await gateway.GetAsync("/")).Status);
        gateway.App = static _ => Answer.Of(new string('x', Megabyte / 2));
        Assert.Equal(200, (await gateway.GetAsync("/")).Status);
        await AllIsLetGoAsync(gateway);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(BodyMemory.Small - 1)]
    [InlineData(BodyMemory.Small)]
    [InlineData(BodyMemory.Small + 1)]
    [InlineData((4 * BodyMemory.Small) + 1)]
    [InlineData(Megabyte)]
    public async Task Bodies_of_every_size_arrive_whole(int size)
    {
        await using var gateway = await StartAsync(64 * Megabyte);
        var body = new byte[size];
        new Random(size).NextBytes(body);
        Assert.Equal(200, (await gateway.SendAsync("POST / HTTP/1.1", body: body)).Status);
        Assert.Equal(200, (await gateway.SendAsync("POST / HTTP/1.1", ["Transfer-Encoding: chunked"], [.. Encoding.ASCII.GetBytes($"{size:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8])).Status);
        Assert.All(gateway.Dispatched, request => Assert.Equal(body, request.Body));
        Assert.Equal(2, gateway.Dispatched.Count);
        await AllIsLetGoAsync(gateway);
    }

    private static Task<GatewayEnvironment> StartAsync(long memory) => GatewayEnvironment.StartAsync(configure: options => options.MaxBodyMemory = memory);

    private static Task AllIsLetGoAsync(GatewayEnvironment gateway) => ComesToAsync(() => gateway.Bodies.Held == 0);

    private static async Task ComesToAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
            await Task.Delay(5, patience.Token);
    }

    /// <summary>A client that has begun to send a body.</summary>
    private sealed class Upload(TcpClient client) : IDisposable
    {
        public static async Task<Upload> BeginAsync(GatewayEnvironment gateway, int announced, int sent)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", gateway.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {announced}\r\n\r\n"));
            await client.GetStream().WriteAsync(new byte[sent]);
            return new Upload(client);
        }

        public void Dispose() => client.Dispose();
    }
}
