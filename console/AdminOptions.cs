using System.ComponentModel.DataAnnotations;

namespace Actors.Console;

/// <summary>The admin port. Section <c>Admin</c>.</summary>
public sealed class AdminOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Admin";

    /// <summary>Port of the admin API, on loopback only; 1 to 65535, default 8000.</summary>
    [Range(1, 65535, ErrorMessage = "Admin:Port is the TCP port of the admin API; allowed are 1 to 65535.")]
    public int Port { get; set; } = 8000;
}
