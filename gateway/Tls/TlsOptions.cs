using System.ComponentModel.DataAnnotations;

namespace Actors.Gateway.Tls;

/// <summary>HTTPS: HTTP/1.1 and HTTP/2 over TLS 1.2 and 1.3.</summary>
public sealed class TlsOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Tls";

    /// <summary><see cref="Certificate"/> for the certificate that <c>dotnet dev-certs https</c> makes.</summary>
    public const string Development = "development";

    /// <summary>TCP port, 0 to 65535; 0 lets the system choose. Default: none, no HTTPS.</summary>
    [Range(0, 65535, ErrorMessage = "Tls:Port is the TCP port for HTTPS; allowed are 0 to 65535.")]
    public int? Port { get; set; }

    /// <summary>
    /// A PFX file with certificate and key, a PEM file (the server's certificate first, then those between it and the root), or <c>development</c>. Read again when it changes. Default: empty; required
    /// with <see cref="Port"/>.
    /// </summary>
    public string Certificate { get; set; } = "";

    /// <summary>The PEM file with the private key. Default: empty, the key is in <see cref="Certificate"/>'s file.</summary>
    public string Key { get; set; } = "";

    /// <summary>Password of the PFX file or of the key. Default: empty, none.</summary>
    public string Password { get; set; } = "";
}
