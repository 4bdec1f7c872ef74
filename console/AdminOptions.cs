using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Actors.Console;

/// <summary>Where the admin API listens, and what it asks of its callers. Section <c>Admin</c>.</summary>
public sealed class AdminOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Admin";

    /// <summary>Port of the admin API; 1 to 65535, default 8000.</summary>
    [Range(1, 65535, ErrorMessage = "Admin:Port is the TCP port of the admin API; allowed are 1 to 65535.")]
    public int Port { get; set; } = 8000;

    /// <summary>Where it listens: <c>localhost</c>, the default, <c>*</c> for every address, or an IP address. Anything that others can reach needs a token.</summary>
    public string Address { get; set; } = "localhost";

    /// <summary>What callers have to show, as <c>Authorization: Bearer TOKEN</c>; 16 to 1024 visible ASCII characters. Default none, which is allowed on loopback only.</summary>
    public string? Token { get; set; }

    /// <summary>A file with the token, which only the silo's user may be able to read; instead of <see cref="Token"/>. Read at start.</summary>
    public string? TokenFile { get; set; }

    /// <summary>Only this machine can reach it.</summary>
    public bool IsLoopback => Address == "localhost" || (IPAddress.TryParse(Address, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Has Kestrel listen there.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        if (Address == "localhost")
            kestrel.ListenLocalhost(Port);
        else if (Address == "*")
            kestrel.ListenAnyIP(Port);
        else
            kestrel.Listen(IPAddress.Parse(Address), Port);
    }
}
