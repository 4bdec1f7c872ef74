namespace Actors.Runtimes.Interpreters;

/// <summary>Where interpreters are looked for.</summary>
/// <param name="Directories">Directories with programs, in order of preference.</param>
public sealed record InterpreterPlaces(IReadOnlyList<string> Directories)
{
    private static readonly string[] _first = ["/usr/bin", "/usr/local/bin"];
    private static readonly string[] _names =
        ["python2.7", .. Enumerable.Range(8, 7).Select(minor => $"python3.{minor}")];

    /// <summary>/usr/bin, /usr/local/bin, the PATH, and pyenv's versions under the home directory.</summary>
    public static InterpreterPlaces OfThisMachine()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var pyenv = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv");
        var versions = Path.Combine(pyenv, "versions");
        var ofPyenv = Directory.Exists(versions)
            ? Directory.GetDirectories(versions).Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : [];

        // pyenv's shims only lead to the versions that are looked at anyway, at 100 ms each.
        return new InterpreterPlaces(
            [.. _first.Concat(path.Where(directory => !directory.StartsWith(pyenv, StringComparison.Ordinal)))
                .Concat(ofPyenv).Where(directory => directory.StartsWith('/')).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>All files that look like interpreters, in order of preference.</summary>
    public IEnumerable<string> Candidates() =>
        from directory in Directories
        from name in _names.Prepend("python3")
        where name != "python3" || directory == "/usr/bin"
        let path = Path.Combine(directory, name)
        where File.Exists(path)
        select path;
}
