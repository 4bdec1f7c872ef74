using System.Net;
using System.Threading.Channels;
using Actors.Engine.Tests;
using Actors.Gateway.Server;
using Actors.Runtimes.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Tests.FrontDoor;

/// <summary>A server has so many connections at a time, whichever of its ports they come to.</summary>
public sealed class ClientListenersTests : IConnectionListenerFactory, ILogger<ClientListeners>
{
    private const int Most = 3;
    private readonly OpenFiles _openFiles = new(1000, static () => 100);
    private readonly ManualTime _time = new();
    private readonly Dictionary<EndPoint, Source> _sources = [];
    private readonly List<string> _told = [];

    private ClientListeners Listeners => field ??= new ClientListeners(this, "The gateway", Most, _openFiles, _time, this);

    [Fact]
    public async Task Over_all_its_ports_there_are_no_more_than_it_may_have()
    {
        var (http, tls) = (await ListenAsync(80), await ListenAsync(443));
        for (var number = 0; number < Most; number++)
            Assert.NotNull(await http.TakeAsync(new Client()));
        Assert.Equal(100 - Most, _openFiles.UsedWithoutClients);

        // One after the other: none is taken while the one before it has its descriptor.
        var crowd = Enumerable.Range(0, 500).Select(_ => new Client()).ToArray();
        Array.ForEach(crowd, client => tls.Source.Come(client));
        tls.Source.NoMore();
        Assert.Null(await tls.Listener.AcceptAsync());

        Assert.All(crowd, client => Assert.True(client.IsAborted && client.IsDisposed));
        Assert.Equal(1, tls.Source.MostAtATime);
        Assert.Equal(100 - Most, _openFiles.UsedWithoutClients);
    }

    [Fact]
    public async Task One_that_is_closed_makes_room_for_one_more_when_it_is_gone_and_not_before()
    {
        var http = await ListenAsync(80);
        var taken = new List<ConnectionContext>();
        for (var number = 0; number < Most; number++)
            taken.Add((await http.TakeAsync(new Client()))!);

        taken[0].Abort();
        var early = new Client();
        http.Source.Come(early);
        var waiting = http.Listener.AcceptAsync().AsTask();
        Assert.True(early.IsDisposed);

        await taken[0].DisposeAsync();
        await taken[0].DisposeAsync();
        var next = new Client();
        http.Source.Come(next);
        Assert.Equal(next.ConnectionId, (await waiting)!.ConnectionId);
        Assert.Equal(100 - Most, _openFiles.UsedWithoutClients);

        var late = new Client();
        http.Source.Come(late);
        http.Source.NoMore();
        Assert.Null(await http.Listener.AcceptAsync());
        Assert.True(late.IsDisposed);
    }

    [Fact]
    public async Task The_log_tells_of_those_that_were_closed_at_once_and_then_once_a_minute()
    {
        var http = await ListenAsync(80);
        for (var number = 0; number < Most; number++)
            await http.TakeAsync(new Client());
        var waiting = http.Listener.AcceptAsync().AsTask();
        foreach (var (seconds, clients) in new[] { (0, 5), (59, 7), (2, 1), (10, 3) })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            for (var number = 0; number < clients; number++)
                http.Source.Come(new Client());
        }

        http.Source.NoMore();
        Assert.Null(await waiting);
        Assert.Equal(["1", "12"], _told.Select(line => line.Split("closed at once: ")[1].Split('.')[0]));
        Assert.StartsWith("The gateway has all 3 connections that it may have at a time; ", _told[0], StringComparison.Ordinal);
    }

    ValueTask<IConnectionListener> IConnectionListenerFactory.BindAsync(EndPoint endpoint, CancellationToken cancellationToken) => ValueTask.FromResult<IConnectionListener>(_sources[endpoint] = new Source(endpoint));

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _told.Add(formatter(state, exception));

    private async Task<Port> ListenAsync(int port)
    {
        var listener = await Listeners.BindAsync(new IPEndPoint(IPAddress.Loopback, port));
        return new Port(listener, _sources[listener.EndPoint]);
    }

    private sealed record Port(IConnectionListener Listener, Source Source)
    {
        public async Task<ConnectionContext?> TakeAsync(Client client)
        {
            Source.Come(client);
            return await Listener.AcceptAsync();
        }
    }

    /// <summary>A port that clients come to; says how many of them were taken and not gone at a time.</summary>
    private sealed class Source(EndPoint endPoint) : IConnectionListener
    {
        private readonly Channel<Client> _clients = Channel.CreateUnbounded<Client>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
        private readonly List<Client> _taken = [];

        public int MostAtATime { get; private set; }

        public EndPoint EndPoint => endPoint;

        public void Come(Client client) => Assert.True(_clients.Writer.TryWrite(client));

        public void NoMore() => _clients.Writer.Complete();

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            if (!await _clients.Reader.WaitToReadAsync(cancellationToken))
                return null;
            Assert.True(_clients.Reader.TryRead(out var client));
            _taken.Add(client);
            MostAtATime = Math.Max(MostAtATime, _taken.Count(one => !one.IsDisposed));
            return client;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => default;

        public ValueTask DisposeAsync() => default;
    }

    private sealed class Client() : DefaultConnectionContext(Guid.NewGuid().ToString())
    {
        public bool IsAborted { get; private set; }

        public bool IsDisposed { get; private set; }

        public override void Abort(ConnectionAbortedException abortReason) => IsAborted = true;

        public override ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return base.DisposeAsync();
        }
    }
}
