using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Tests;

public class GatewayServerTests
{
    [Fact]
    public async Task Stopping_lets_the_request_under_way_finish()
    {
        var gateway = await GatewayEnvironment.StartAsync();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var finish = new SemaphoreSlim(0);
        gateway.App = _ =>
        {
            began.SetResult();
            finish.Wait();
            return Answer.Of("finished");
        };
        var answering = gateway.GetAsync("/");
        await began.Task;

        var stopping = gateway.DisposeAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        finish.Release();

        Assert.Equal("finished", (await answering).Text);
        await stopping;
    }

    [Fact]
    public async Task A_client_that_goes_away_is_noted_and_others_are_served()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", gateway.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nonly this"));
            client.LingerState = new LingerOption(true, 0); // reset, not closed
        }

        // Which of the two depends on whether the server meets the reset while it reads or before.
        Assert.Contains((await gateway.RecordAsync()).Status, new[] { 400, 499 });
        Assert.Empty(gateway.Dispatched);
        Assert.Equal(200, (await gateway.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData(-1, "localhost", 1, "Gateway:Port")]
    [InlineData(70000, "localhost", 1, "Gateway:Port")]
    [InlineData(0, "localhost", 1, "Gateway:Address to 127.0.0.1")]
    [InlineData(8080, "nonsense", 1, "Gateway:Address is \"nonsense\"")]
    [InlineData(8080, "", 1, "Gateway:Address")]
    [InlineData(8080, "localhost", 0, "Gateway:MaxRequestBody")]
    [InlineData(8080, "localhost", 33_554_433, "Gateway:MaxRequestBody")]
    public async Task Wrong_options_are_named_at_the_start(int port, string address, int maxBody, string expected)
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => GatewayEnvironment.StartAsync(configure: options =>
            (options.Port, options.Address, options.MaxRequestBody) = (port, address, maxBody)));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)] // no Host
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: x\r\n\r\nx", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n", 400)]
    public async Task What_is_no_clear_request_is_refused(string request, int expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        Assert.Equal(expected, (await gateway.SendRawAsync(Encoding.ASCII.GetBytes(request))).Status);
        Assert.Empty(gateway.Dispatched);
    }
}
