using System.ComponentModel.DataAnnotations;
using System.Net;
using Actors.Gateway.Logging;

namespace Actors.Gateway;

/// <summary>What an operator may set of the gateway.</summary>
public sealed class GatewayOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Gateway";

    /// <summary>TCP port, 0 to 65535; 0 lets the system choose. Default 8080.</summary>
    [Range(0, 65535, ErrorMessage = "Gateway:Port is the TCP port to serve on; allowed are 0 to 65535.")]
    public int Port { get; set; } = 8080;

    /// <summary>TCP port for HTTP/2 without TLS, for proxies and clients that know of it (prior knowledge), 0 to 65535; 0 lets the system choose. Default: none.</summary>
    [Range(0, 65535, ErrorMessage = "Gateway:H2cPort is the TCP port for HTTP/2 without TLS; allowed are 0 to 65535.")]
    public int? H2cPort { get; set; }

    /// <summary>
    /// Connections that clients may have, 10 to 1,000,000; one more is closed at once. Default 20,000. The silo lowers it to 53 % of the descriptors that its process may have.
    /// </summary>
    [Range(10, 1_000_000, ErrorMessage = "Gateway:MaxConnections is how many connections clients may have; allowed are 10 to 1000000.")]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>Requests that one HTTP/2 connection may have at a time, 1 to 10,000. Default 100.</summary>
    [Range(1, 10_000, ErrorMessage = "Gateway:MaxStreams is how many requests an HTTP/2 connection may have at a time; allowed are 1 to 10000.")]
    public int MaxStreams { get; set; } = 100;

    /// <summary>The address to listen on: <c>localhost</c> (this machine only, over IPv4 and IPv6), <c>*</c> (every network) or an IP address. Default <c>localhost</c>.</summary>
    [Required(ErrorMessage = "Gateway:Address is missing; allowed are localhost, * and an IP address.")]
    public string Address { get; set; } = "localhost";

    /// <summary>Largest body of a request in bytes, 1 to 33,554,432. Larger ones get 413. Default 33,554,432 (32 MiB), App Engine's limit.</summary>
    [Range(1, 33_554_432, ErrorMessage = "Gateway:MaxRequestBody is in bytes; allowed are 1 to 33554432.")]
    public int MaxRequestBody { get; set; } = 33_554_432;

    /// <summary>
    /// Memory for the bodies of all requests and responses under way together in bytes, 1 MiB to 1 TiB; a request for whose body there is no room gets 503. Default: a quarter of the memory that there is.
    /// </summary>
    [Range(1L << 20, 1L << 40, ErrorMessage = "Gateway:MaxBodyMemory is in bytes; allowed are 1048576 to 1099511627776.")]
    public long? MaxBodyMemory { get; set; }

    /// <summary>Largest head of a request (all headers) in bytes, 4,096 to 1,048,576. Larger ones get 431. Default 32,768.</summary>
    [Range(4096, 1_048_576, ErrorMessage = "Gateway:MaxRequestHead is in bytes; allowed are 4096 to 1048576.")]
    public int MaxRequestHead { get; set; } = 32_768;

    /// <summary>How long a client may take to send a request's head, 1 second to 10 minutes. Default 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage = "Gateway:RequestHeadTimeout is hours:minutes:seconds; allowed are 00:00:01 to 00:10:00.")]
    public TimeSpan RequestHeadTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an idle connection is kept, 1 second to 1 hour. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage = "Gateway:KeepAliveTimeout is hours:minutes:seconds; allowed are 00:00:01 to 01:00:00.")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Memory for static files and their gzip variants in bytes, 0 to 4 GiB; with 0 nothing is kept and nothing compressed. Default 67,108,864 (64 MiB).</summary>
    [Range(0L, 4_294_967_296L, ErrorMessage = "Gateway:StaticCache is in bytes; allowed are 0 to 4294967296.")]
    public long StaticCache { get; set; } = 64 * 1024 * 1024;

    /// <summary>A line for each request on the console. Default true.</summary>
    public bool RequestLog { get; set; } = true;

    /// <summary>
    /// Proxies in front of the gateway, as addresses or networks (<c>10.0.0.0/8</c>). Only from them X-Forwarded-For, -Proto and -Host are believed. Default: none.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    /// <summary>A city or country database in MaxMind's format, at most 1 GiB, which says where clients are; read at start. Default: empty, so nobody knows.</summary>
    public string GeographyFile { get; set; } = "";

    /// <summary>How it looks: <c>text</c> for people, <c>json</c> or <c>apache</c> for machines. Default text.</summary>
    [EnumDataType(typeof(LogFormat), ErrorMessage = "Gateway:LogFormat is how requests look on the console; allowed are text, json and apache.")]
    public LogFormat LogFormat { get; set; } = LogFormat.Text;

    /// <summary>Directory of the request log's files, one per app; none when empty. Default none; the silo sets <c>logs</c> in its data directory.</summary>
    public string RequestLogDirectory { get; set; } = "";

    /// <summary>Largest file of the request log in bytes, 1,048,576 to 4,294,967,296; then a new one begins. Default 67,108,864 (64 MiB).</summary>
    [Range(1_048_576L, 4_294_967_296L, ErrorMessage = "Gateway:RequestLogFileSize is in bytes; allowed are 1048576 to 4294967296.")]
    public long RequestLogFileSize { get; set; } = 64 * 1024 * 1024;

    /// <summary>Files that an app's request log may have, 1 to 1,000; the oldest is deleted. Default 5.</summary>
    [Range(1, 1000, ErrorMessage = "Gateway:RequestLogFiles is how many files an app's request log may have; allowed are 1 to 1000.")]
    public int RequestLogFiles { get; set; } = 5;

    /// <summary>Only this machine can connect.</summary>
    internal bool ListensOnLoopback => ListenAddress is not { } address || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>The address as the server takes it; null for <c>localhost</c>, which is two.</summary>
    internal IPAddress? ListenAddress => Address switch
    {
        "localhost" => null,
        "*" => IPAddress.IPv6Any,
        _ => IPAddress.Parse(Address),
    };
}
