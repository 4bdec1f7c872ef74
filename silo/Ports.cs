using System.Net;
using System.Net.Sockets;

namespace Actors.Silo;

/// <summary>Looks at ports before anything is started, so that what is wrong with one is a sentence and not a failed start.</summary>
internal static class Ports
{
    /// <summary>What is wrong with the ports, a sentence each. Those that are null or 0 are not looked at.</summary>
    public static IReadOnlyList<string> Problems(IPAddress address, params (string Option, int? Port)[] ports)
    {
        var given = ports.Where(port => port.Port is > 0).Select(port => (port.Option, Port: port.Port!.Value)).ToArray();
        var taken = given.Select(port => Problem(address, port.Port) is { } problem ? $"port {port.Port} {problem}; give another one with {port.Option}." : null).OfType<string>();
        var same = given.GroupBy(port => port.Port, port => port.Option).Where(options => options.Count() > 1)
            .Select(options => $"{string.Join(" and ", options)} are the same port, {options.Key}; give each its own.");
        return [.. taken, .. same];
    }

    private static string? Problem(IPAddress address, int port)
    {
        try
        {
            using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(1);
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "is taken",
                SocketError.AccessDenied => "may only be opened by root",
                _ => $"cannot be opened ({failure.Message})",
            };
        }
    }
}
