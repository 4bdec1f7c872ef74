using System.Collections.Frozen;

namespace Actors.Configuration;

/// <summary>The third-party libraries that python27 apps may name, with the version that <c>latest</c> means.</summary>
internal static class LibraryCatalog
{
    private static readonly FrozenDictionary<string, (string Latest, string[] Versions)> Known = new Dictionary<string, (string, string[])>
    {
        ["MySQLdb"] = ("1.2.5", ["1.2.4b4", "1.2.4", "1.2.5"]),
        ["PIL"] = ("1.1.7", ["1.1.7"]),
        ["PyAMF"] = ("0.6.1", ["0.6.1", "0.7.2"]),
        ["clearsilver"] = ("0.10.5", ["0.10.5"]),
        ["click"] = ("6.6", ["6.6"]),
        ["crcmod"] = ("1.7", ["1.7"]),
        ["django"] = ("1.4", ["1.2", "1.3", "1.4", "1.5", "1.9", "1.11"]),
        ["endpoints"] = ("1.0", ["1.0"]),
        ["enum"] = ("0.9.23", ["0.9.23"]),
        ["flask"] = ("0.12", ["0.12"]),
        ["futures"] = ("3.0.5", ["3.0.5"]),
        ["grpcio"] = ("1.0.0", ["1.0.0"]),
        ["itsdangerous"] = ("0.24", ["0.24"]),
        ["jinja2"] = ("2.6", ["2.6"]),
        ["lxml"] = ("3.7.3", ["2.3", "2.3.5", "3.7.3"]),
        ["markupsafe"] = ("0.15", ["0.15", "0.23"]),
        ["matplotlib"] = ("1.2.0", ["1.2.0"]),
        ["mysqlclient"] = ("1.4.4", ["1.4.4"]),
        ["numpy"] = ("1.6.1", ["1.6.1"]),
        ["protobuf"] = ("3.0.0", ["3.0.0"]),
        ["protorpc"] = ("1.0", ["1.0"]),
        ["psycopg2"] = ("2.8.3", ["2.8.3"]),
        ["pycrypto"] = ("2.6", ["2.3", "2.6", "2.6.1"]),
        ["pytz"] = ("2017.3", ["2016.4", "2017.2", "2017.3"]),
        ["setuptools"] = ("36.6.0", ["0.6c11", "36.6.0"]),
        ["six"] = ("1.12.0", ["1.9.0", "1.12.0"]),
        ["ssl"] = ("2.7.11", ["2.7", "2.7.11", "2.7.16", "2.7.current"]),
        ["ujson"] = ("1.35", ["1.35"]),
        ["webapp2"] = ("2.5.2", ["2.3", "2.5.1", "2.5.2"]),
        ["webob"] = ("1.2.3", ["1.1.1", "1.2.3"]),
        ["werkzeug"] = ("0.11.10", ["0.11.10"]),
        ["yaml"] = ("3.10", ["3.10"]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>The versions of a library, or null when it is not known.</summary>
    public static IReadOnlyList<string>? Versions(string name) => Known.TryGetValue(name, out var library) ? library.Versions : null;

    /// <summary>The version that <paramref name="version"/> asks for, or null when there is none.</summary>
    public static string? Resolve(string name, string version) =>
        !Known.TryGetValue(name, out var library) ? null : version == "latest" ? library.Latest : library.Versions.Contains(version) ? version : null;
}
