using Actors.Configuration;

namespace Actors.Gateway.Static;

/// <summary>
/// The files that a version serves: a directory, without what app.yaml leaves out of the version. Equal to another when it shows the same files, so that what is cached outlives a new
/// generation of the version.
/// </summary>
internal sealed class StaticRoot : IEquatable<StaticRoot>
{
    private readonly (string? SkipFiles, PythonGeneration Generation, string? GcloudIgnore) _rule;
    private readonly Func<string, bool, bool> _skip;
    private readonly int _hash;

    /// <param name="directory">The version's static tree.</param>
    /// <param name="development">It is being edited: its links are followed wherever they lead, and each use compares with the disk.</param>
    /// <param name="app">What <c>skip_files</c> is taken from; null where the file is broken and nothing is served.</param>
    /// <param name="gcloudIgnore">The text of the version's .gcloudignore, or null.</param>
    public StaticRoot(string directory, bool development, AppYaml? app, string? gcloudIgnore = null)
    {
        (Directory, IsDevelopment, _rule) = (directory, development, (app?.SkipFiles, app?.Runtime.Generation ?? PythonGeneration.Python27, gcloudIgnore));
        _skip = app is null ? static (_, _) => true : SkippedFiles.Of(app, gcloudIgnore);
        _hash = HashCode.Combine(directory, development, _rule);
    }

    /// <summary>The directory.</summary>
    public string Directory { get; }

    /// <summary>It is being edited.</summary>
    public bool IsDevelopment { get; }

    /// <summary>The file is not part of the version: itself or a directory that it lies in is left out.</summary>
    /// <param name="path">Relative, with slashes.</param>
    public bool Skips(string path)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (_skip(path[..slash], true))
                return true;
        }

        return _skip(path, false);
    }

    /// <inheritdoc/>
    public bool Equals(StaticRoot? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Directory == other.Directory && IsDevelopment == other.IsDevelopment && _rule == other._rule);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StaticRoot);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
