namespace Actors.Storage.Tests;

/// <summary>Finds PostgreSQL's server programs; Debian keeps them off the PATH.</summary>
public static class PostgresPrograms
{
    public const string Missing = "PostgreSQL's server is not installed (Debian: postgresql)";

    private const string DebianRoot = "/usr/lib/postgresql";

    /// <summary>The directory that has initdb and pg_ctl, the newest where there are several; null when there is none.</summary>
    public static string? Find()
    {
        var debian = Directory.Exists(DebianRoot)
            ? Directory.GetDirectories(DebianRoot).OrderByDescending(path => int.TryParse(Path.GetFileName(path), out var version) ? version : 0)
            : Enumerable.Empty<string>();
        var path = (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return debian.Select(directory => Path.Combine(directory, "bin")).Concat(path)
            .FirstOrDefault(directory => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "pg_ctl")));
    }
}
