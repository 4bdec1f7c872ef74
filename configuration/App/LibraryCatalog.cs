using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>The third-party libraries that python27 apps may name.</summary>
public static class LibraryCatalog
{
    /// <summary>The word for the newest version.</summary>
    public const string LatestWord = "latest";

    private static readonly FrozenDictionary<string, KnownLibrary> Known = new KnownLibrary[]
    {
        new("MySQLdb", "1.2.5", ["1.2.4b4", "1.2.4", "1.2.5"]),
        new("PIL", "1.1.7", ["1.1.7"]),
        new("PyAMF", "0.6.1", ["0.6.1", "0.7.2"]),
        new("clearsilver", "0.10.5", ["0.10.5"]),
        new("click", "6.6", ["6.6"]),
        new("crcmod", "1.7", ["1.7"]),
        new("django", "1.4", ["1.2", "1.3", "1.4", "1.5", "1.9", "1.11"]) { Deprecated = ["1.2", "1.3", "1.5", "1.9"], Brings = ["pytz"], BringsWith = "1.11" },
        new("endpoints", "1.0", ["1.0"]),
        new("enum", "0.9.23", ["0.9.23"]),
        new("flask", "0.12", ["0.12"]) { Brings = ["click", "itsdangerous", "jinja2", "werkzeug"] },
        new("futures", "3.0.5", ["3.0.5"]),
        new("grpcio", "1.0.0", ["1.0.0"]) { Brings = ["protobuf", "enum", "futures", "six", "setuptools"] },
        new("itsdangerous", "0.24", ["0.24"]),
        new("jinja2", "2.6", ["2.6"]) { Brings = ["markupsafe", "setuptools"] },
        new("lxml", "3.7.3", ["2.3", "2.3.5", "3.7.3"]),
        new("markupsafe", "0.15", ["0.15", "0.23"]),
        new("matplotlib", "1.2.0", ["1.2.0"]) { Brings = ["numpy"] },
        new("mysqlclient", "1.4.4", ["1.4.4"]),
        new("numpy", "1.6.1", ["1.6.1"]),
        new("protobuf", "3.0.0", ["3.0.0"]) { Brings = ["six"] },
        new("protorpc", "1.0", ["1.0"]) { Default = "1.0" },
        new("psycopg2", "2.8.3", ["2.8.3"]),
        new("pycrypto", "2.6", ["2.3", "2.6", "2.6.1"]),
        new("pytz", "2017.3", ["2016.4", "2017.2", "2017.3"]) { Default = "2017.3" },
        new("setuptools", "36.6.0", ["0.6c11", "36.6.0"]),
        new("six", "1.12.0", ["1.9.0", "1.12.0"]) { Default = "1.12.0" },
        new("ssl", "2.7.11", ["2.7", "2.7.11", "2.7.16", "2.7.current"]),
        new("ujson", "1.35", ["1.35"]),
        new("webapp2", "2.5.2", ["2.3", "2.5.1", "2.5.2"]) { Default = "2.3" },
        new("webob", "1.2.3", ["1.1.1", "1.2.3"]) { Default = "1.1.1" },
        new("werkzeug", "0.11.10", ["0.11.10"]) { Default = "0.11.10" },
        new("yaml", "3.10", ["3.10"]) { Default = "3.10" },
    }.ToFrozenDictionary(static library => library.Name, StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>The library of that name, or null.</summary>
    public static KnownLibrary? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>The libraries that an app has: those it names, those that come with them (in the newest version), and those that every app has.</summary>
    /// <param name="named">What app.yaml names, versions resolved.</param>
    public static ImmutableArray<Library> Complete(ImmutableArray<Library> named)
    {
        var all = named.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            if (Find(all[i].Name) is { } library && (library.BringsWith is null || library.BringsWith == all[i].Version))
                all.AddRange(library.Brings.Where(name => all.All(known => known.Name != name)).Select(static name => new Library(name, Known[name].Latest)).ToArray());
        }

        all.AddRange(Known.Values.Where(library => library.Default is not null && all.All(known => known.Name != library.Name))
            .OrderBy(static library => library.Name, StringComparer.Ordinal).Select(static library => new Library(library.Name, library.Default!)).ToArray());
        return [.. all];
    }
}
