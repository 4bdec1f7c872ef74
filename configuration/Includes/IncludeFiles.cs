namespace Actors.Configuration;

/// <summary>Finds and reads the files that an app.yaml includes.</summary>
/// <param name="directory">Full path of the app's directory.</param>
/// <param name="shownDirectory">That directory as messages name it; empty for names relative to it.</param>
internal sealed class IncludeFiles(string directory, string shownDirectory)
{
    private const string InDirectory = "include.yaml";

    /// <summary>The app's directory.</summary>
    public string Directory { get; } = directory;

    /// <summary>The full path of an included file, or null when there is none.</summary>
    /// <param name="from">Directory of the file that includes it.</param>
    /// <param name="path">As written there: relative to that directory, otherwise to the app's, otherwise as it is. A directory means its include.yaml.</param>
    public string? Find(string from, string path) =>
        path.Contains('\0', StringComparison.Ordinal) ? null : At(Path.Combine(from, path)) ?? At(Path.Combine(Directory, path)) ?? At(path);

    /// <summary>How messages name a file.</summary>
    public string Shown(string file)
    {
        var relative = Path.GetRelativePath(Directory, file);
        return relative.StartsWith("../", StringComparison.Ordinal) ? file : Path.Combine(shownDirectory, relative);
    }

    private static string? At(string path)
    {
        if (path.Length == 0)
            return null;
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
            return full;
        var inside = Path.Combine(full, InDirectory);
        return File.Exists(inside) ? inside : null;
    }
}
