using System.ComponentModel.DataAnnotations;

namespace Actors.Services.UrlFetch;

/// <summary>What apps may fetch, and how much. Section <c>UrlFetch</c>.</summary>
public sealed class UrlFetchOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "UrlFetch";

    /// <summary>
    /// Addresses that apps may reach although they are not public, as addresses or networks (<c>10.1.0.0/16</c>). Default: none, so nothing of this machine and its networks.
    /// </summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>Hosts that apps may reach whatever their addresses are, each as <c>name</c> or <c>name:port</c>. Default: none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>A file of certificates (PEM) that are trusted beside the system's. Default: none.</summary>
    public string CertificateAuthorities { get; set; } = "";

    /// <summary>For a fetch whose app names no deadline, 100 ms to 10 min. Default 5 s, as App Engine's Python library.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "UrlFetch:DefaultDeadline is hours:minutes:seconds; allowed are 00:00:00.1 to 00:10:00.")]
    public TimeSpan DefaultDeadline { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest deadline that an app gets, 100 ms to 10 min. Default 60 s, App Engine's for user requests.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00", ErrorMessage = "UrlFetch:MaxDeadline is hours:minutes:seconds; allowed are 00:00:00.1 to 00:10:00.")]
    public TimeSpan MaxDeadline { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest body of a request in bytes, 1 to 33,554,432. Default 10,485,760 (10 MiB), App Engine's limit.</summary>
    [Range(1, 33_554_432, ErrorMessage = "UrlFetch:MaxRequestBody is in bytes; allowed are 1 to 33554432.")]
    public int MaxRequestBody { get; set; } = 10 << 20;

    /// <summary>Largest body of a response in bytes, decompressed, 1 to 33,554,432; the rest is cut off. Default 33,554,432 (32 MiB), App Engine's limit.</summary>
    [Range(1, 33_554_432, ErrorMessage = "UrlFetch:MaxResponseBody is in bytes; allowed are 1 to 33554432.")]
    public int MaxResponseBody { get; set; } = 32 << 20;

    /// <summary>Redirects that are followed, 0 to 20. Default 5, App Engine's limit.</summary>
    [Range(0, 20, ErrorMessage = "UrlFetch:MaxRedirects is a number; allowed are 0 to 20.")]
    public int MaxRedirects { get; set; } = 5;

    /// <summary>Connections that one app may have open, idle ones included, 1 to 10,000. Default 500.</summary>
    [Range(1, 10_000, ErrorMessage = "UrlFetch:MaxConnections is a number for each app; allowed are 1 to 10000.")]
    public int MaxConnections { get; set; } = 500;

    /// <summary>Bytes of responses that one app's running fetches may hold in the silo's memory, 1 MiB to 16 GiB. Default 268,435,456 (256 MiB).</summary>
    [Range(1L << 20, 16L << 30, ErrorMessage = "UrlFetch:MaxBuffered is in bytes for each app; allowed are 1048576 to 17179869184.")]
    public long MaxBuffered { get; set; } = 256L << 20;
}
