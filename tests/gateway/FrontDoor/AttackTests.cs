using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Actors.Gateway.Tests.FrontDoor;

/// <summary>Requests that are not as they should be, over a real connection: each has its status, and nothing of one gets into the next.</summary>
[Trait("Category", "Slow")]
public sealed class AttackTests
{
    public static IEnumerable<object?[]> Attacks => Table.Rows("FrontDoor/attacks.table");

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Each_is_answered_as_it_should_be_and_harms_nobody(string attempt, string bytes, string statuses, string? reached)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        var answers = await TalkAsync(gateway.Port, Encoding.Latin1.GetBytes(bytes));

        Assert.True(statuses == string.Join(' ', answers), $"{attempt}: {string.Join(' ', answers)}");
        Assert.Equal(reached ?? "", string.Join(' ', gateway.Dispatched.Select(request => request.Environ["PATH_INFO"])));
        Assert.Equal(200, (await gateway.GetAsync("/neighbour")).Status);
    }

    [Theory]
    [InlineData(40_000, 1, 431)]
    [InlineData(100, 400, 431)]
    [InlineData(1, 150, 431)]
    public async Task Too_much_of_a_head_is_refused(int length, int count, int status)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var head = new StringBuilder("GET / HTTP/1.1\r\nHost: localhost\r\n");
        for (var number = 0; number < count; number++)
            head.Append(CultureInfo.InvariantCulture, $"X-{number}: ").Append('a', length).Append("\r\n");

        var answers = await TalkAsync(gateway.Port, Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()));

        Assert.Equal([status], answers);
        Assert.Empty(gateway.Dispatched);
        Assert.Equal(200, (await gateway.GetAsync("/neighbour")).Status);
    }

    [Fact]
    public async Task A_huge_address_is_refused()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        var answers = await TalkAsync(gateway.Port, Encoding.Latin1.GetBytes($"GET /{new string('a', 100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"));

        Assert.Equal([414], answers);
        Assert.Empty(gateway.Dispatched);
    }

    [Fact]
    public async Task A_head_that_never_ends_is_given_up()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => options.RequestHeadTimeout = TimeSpan.FromSeconds(1));

        Assert.Equal([408], await TalkAsync(gateway.Port, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "u8.ToArray()));
        Assert.Empty(gateway.Dispatched);
    }

    [Fact]
    public async Task A_body_that_never_comes_is_given_up()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        Assert.Equal([408], await TalkAsync(gateway.Port, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"u8.ToArray()));
        Assert.Empty(gateway.Dispatched);
    }

    [Fact]
    public async Task A_client_that_goes_away_in_its_body_costs_nothing_but_its_line()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", gateway.Port);
            await client.GetStream().WriteAsync("POST /gone HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx"u8.ToArray());
            client.Client.LingerState = new LingerOption(true, 0);
        }

        Assert.Contains((await gateway.RecordAsync()).Status, new[] { 400, 499 }); // As the server learns of it: the end of what it sends, or a reset.
        Assert.Empty(gateway.Dispatched);
    }

    // A generator of bytes with a fixed seed: mutations of a good request never crash the server, and are never its fault.
    [Fact]
    public async Task Mutated_requests_never_bring_the_server_down()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => options.RequestHeadTimeout = TimeSpan.FromSeconds(1));
        var random = new Random(20);
        var good = "POST /a?b=c HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n"u8.ToArray();

        await Parallel.ForAsync(0, 600, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, cancellation) =>
        {
            byte[] bytes;
            lock (random)
                bytes = Mutate(good, random);
            var answers = await TalkAsync(gateway.Port, bytes, closeSending: true);
            Assert.All(answers, status => Assert.InRange(status, 200, 599));
            Assert.DoesNotContain(500, answers);
        });

        Assert.Equal(200, (await gateway.GetAsync("/neighbour")).Status);
    }

    private static byte[] Mutate(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                default: bytes.Insert(at, (byte)random.Next(256)); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Sends bytes and returns the status of every response until the server ends the connection.</summary>
    private static async Task<IReadOnlyList<int>> TalkAsync(int port, byte[] bytes, bool closeSending = false)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, patience.Token);
        var stream = client.GetStream();
        using var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(bytes, patience.Token);
            if (closeSending)
                client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(received, patience.Token);
        }
        catch (IOException)
        {
            // The server had answered and closed before it had read everything.
        }

        return [.. Statuses(Encoding.Latin1.GetString(received.ToArray()))];
    }

    private static IEnumerable<int> Statuses(string text)
    {
        while (text.Length > 0)
        {
            Assert.StartsWith("HTTP/1.1 ", text, StringComparison.Ordinal);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            Assert.True(end > 0, text);
            var length = text[..end].Split("\r\n").Single(static line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))["Content-Length: ".Length..];
            yield return int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture);
            text = text[(end + 4 + int.Parse(length, CultureInfo.InvariantCulture))..];
        }
    }
}
