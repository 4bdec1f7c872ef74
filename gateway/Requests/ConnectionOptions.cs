using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Requests;

/// <summary>The headers that a <c>Connection</c> header names: they are for the next hop, which is the gateway.</summary>
internal static class ConnectionOptions
{
    /// <summary>It names nothing but how the connection goes on, which is what nearly all say.</summary>
    public static bool AreUsual(StringValues connection)
    {
        if (connection.Count > 1)
            return false;
        var value = connection.Count == 0 ? "" : connection[0].AsSpan();
        return value.IsEmpty || value.Equals("keep-alive", StringComparison.OrdinalIgnoreCase) || value.Equals("close", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>It names this header. <c>Host</c> is never for one hop alone.</summary>
    public static bool Name(StringValues connection, ReadOnlySpan<char> header)
    {
        if (header.Equals("Host", StringComparison.OrdinalIgnoreCase))
            return false;
        foreach (var line in connection)
        {
            var text = line.AsSpan();
            foreach (var range in text.Split(','))
            {
                if (text[range].Trim().Equals(header, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }
}
