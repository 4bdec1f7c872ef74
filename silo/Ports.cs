using System.Net;
using System.Net.Sockets;

namespace Actors.Silo;

/// <summary>Looks at ports before anything is started, so that what is wrong with one is a sentence and not a failed start.</summary>
internal static class Ports
{
    /// <summary>What is wrong with the ports, a sentence each.</summary>
    public static IReadOnlyList<string> Problems(IPAddress address, params (string Option, int Port)[] ports)
    {
        var problems = new List<string>();
        foreach (var (option, port) in ports)
        {
            if (port != 0 && Problem(address, port) is { } problem)
                problems.Add($"port {port} {problem}; give another one with {option}.");
        }
        if (ports.Select(port => port.Port).Where(port => port != 0).Distinct().Count() < ports.Count(port => port.Port != 0))
            problems.Add($"{string.Join(" and ", ports.Select(port => port.Option))} are the same port, {ports[0].Port}; give two.");
        return problems;
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
