using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Actors.Sandbox.Tests;

/// <summary>
/// What hears when somebody gets out: a TCP port (in place of a database; it answers HTTP with what it heard), a Unix socket, an abstract one and one for datagrams.
/// </summary>
internal sealed class Listeners : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _unix = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _abstract = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _datagrams = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string _directory = Directory.CreateDirectory($"/var/tmp/actors-listen-{Guid.NewGuid():N}").FullName;
    private int _heard;

    public Listeners()
    {
        File.SetUnixFileMode(_directory, (UnixFileMode)0x1FF);
        Unix = $"{_directory}/stream";
        Datagram = $"{_directory}/datagram";
        _tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _unix.Bind(new UnixDomainSocketEndPoint(Unix));
        _abstract.Bind(new UnixDomainSocketEndPoint($"\0{Abstract}"));
        _datagrams.Bind(new UnixDomainSocketEndPoint(Datagram));
        foreach (var path in new[] { Unix, Datagram })
            File.SetUnixFileMode(path, (UnixFileMode)0x1FF);
        foreach (var socket in new[] { _tcp, _unix, _abstract })
        {
            socket.Listen();
            _ = AcceptAsync(socket);
        }
    }

    public int Port => ((IPEndPoint)_tcp.LocalEndPoint!).Port;

    public string Unix { get; }

    public string Datagram { get; }

    public string Abstract { get; } = $"actors-{Guid.NewGuid():N}";

    /// <summary>Connections so far. One that was made is counted soon after.</summary>
    public int Heard => Volatile.Read(ref _heard);

    /// <summary>Whether a datagram has come; it is taken.</summary>
    public bool TakeDatagram() => _datagrams.Available > 0 && _datagrams.Receive(new byte[64]) > 0;

    public void Dispose()
    {
        _ended.Cancel();
        foreach (var socket in new[] { _tcp, _unix, _abstract, _datagrams })
            socket.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task AcceptAsync(Socket socket)
    {
        try
        {
            while (true)
            {
                var connection = await socket.AcceptAsync(_ended.Token);
                Interlocked.Increment(ref _heard);
                _ = AnswerAsync(connection);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        try
        {
            using (connection)
            {
                var buffer = new byte[8192];
                var count = await connection.ReceiveAsync(buffer, _ended.Token);
                await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {count}\r\n\r\n").Concat(buffer[..count]).ToArray(), _ended.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }
}
