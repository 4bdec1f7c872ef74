using System.Net.Sockets;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Workers;

namespace Actors.Runtimes.Tests.Workers;

/// <summary>What a request learns of a worker that ended, however soon after that the connection is ended too.</summary>
public sealed class RequestConnectionTests : IDisposable
{
    private readonly Socket _worker;
    private readonly RequestConnection _connection;

    public RequestConnectionTests()
    {
        var path = Path.Combine(Path.GetTempPath(), $"actors-{Environment.ProcessId}-{Guid.NewGuid():n}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        _worker = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _worker.Connect(new UnixDomainSocketEndPoint(path));
        _connection = new RequestConnection(listener.Accept(), static (_, _) => throw new NotSupportedException());
        File.Delete(path);
    }

    [Fact]
    public async Task One_that_was_sent_and_not_read_has_not_begun()
    {
        var exchange = _connection.ExchangeAsync(new byte[100]);
        _worker.Dispose();
        _connection.End();
        await Assert.ThrowsAsync<RequestNotBegunException>(async () => await exchange);
    }

    [Fact]
    public async Task One_that_was_read_in_part_has_not_begun()
    {
        var exchange = _connection.ExchangeAsync(new byte[4 << 20]);
        Assert.Equal(1000, _worker.Receive(new byte[1000]));
        _worker.Dispose();
        _connection.End();
        await Assert.ThrowsAsync<RequestNotBegunException>(async () => await exchange);
    }

    [Fact]
    public async Task One_that_was_read_has_begun()
    {
        var exchange = _connection.ExchangeAsync(new byte[100]);
        Assert.Equal(100 + FrameHeader.Size, _worker.Receive(new byte[1000]));
        _worker.Dispose();
        _connection.End();
        await Assert.ThrowsAsync<SocketException>(async () => await exchange);
    }

    [Fact]
    public async Task One_is_not_left_waiting_when_somebody_else_has_the_workers_end_too()
    {
        var exchange = _connection.ExchangeAsync(new byte[100]);
        _connection.End();
        await Assert.ThrowsAsync<SocketException>(async () => await exchange);
    }

    [Fact]
    public async Task One_that_was_answered_before_the_end_is_answered()
    {
        var answer = new byte[FrameHeader.Size + 3];
        new FrameHeader(3, FrameKind.Response).Write(answer);
        var exchange = _connection.ExchangeAsync(new byte[100]);
        _worker.Receive(new byte[1000]);
        _worker.Send(answer);
        _worker.Dispose();
        _connection.End();
        Assert.Equal(3, (await exchange).Length);
    }

    [Fact]
    public async Task One_that_comes_after_the_end_has_not_begun()
    {
        _connection.End();
        await Assert.ThrowsAsync<RequestNotBegunException>(async () => await _connection.ExchangeAsync(new byte[100]));
    }

    public void Dispose()
    {
        _connection.Dispose();
        _worker.Dispose();
    }
}
