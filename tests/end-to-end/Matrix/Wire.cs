using System.Net;

namespace Actors.EndToEnd.Tests.Matrix;

/// <summary>A way in which a client speaks to the silo.</summary>
/// <param name="Name">As the tables call it.</param>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Version">Of HTTP.</param>
internal sealed record Wire(string Name, string Scheme, Version Version)
{
    public static readonly IReadOnlyList<Wire> All =
    [
        new("h1", "http", HttpVersion.Version11), new("h1s", "https", HttpVersion.Version11), new("h2", "https", HttpVersion.Version20), new("h2c", "http", HttpVersion.Version20),
    ];

    public bool IsTls => Scheme == "https";

    /// <summary>Those that a cell names: <c>all</c>, <c>clear</c>, <c>tls</c>, <c>http1</c>, <c>http2</c>, or names.</summary>
    public static IEnumerable<Wire> Named(string cell) => cell switch
    {
        "all" => All,
        "clear" => All.Where(static wire => !wire.IsTls),
        "tls" => All.Where(static wire => wire.IsTls),
        "http1" => All.Where(static wire => wire.Version.Major == 1),
        "http2" => All.Where(static wire => wire.Version.Major == 2),
        _ => cell.Split(' ').Select(name => All.Single(wire => wire.Name == name)),
    };
}
