namespace Actors.Configuration;

/// <summary>An app on disk: its directory and its app.yaml.</summary>
/// <param name="Directory">Full path of the directory with the app's files.</param>
/// <param name="File">Full path of the yaml file.</param>
public sealed record AppSource(string Directory, string File)
{
    /// <summary>Finds the app that <paramref name="path"/> means: a directory with an app.yaml (or app.yml), or a yaml file.</summary>
    public static AppSourceResult Find(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            // The attributes say more than Exists, which answers false for what may not be looked at.
            return System.IO.File.GetAttributes(full).HasFlag(FileAttributes.Directory) ? FindIn(path, full) : FromFile(path, full);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Problem(path, "There is no such file or directory.", "Give an app's directory, or its app.yaml.");
        }
        catch (UnauthorizedAccessException)
        {
            return Unreadable(path);
        }
    }

    /// <summary>The application id: what app.yaml says, otherwise the directory's name made legal.</summary>
    public string ApplicationId(AppYaml app) => app.Application ?? LegalId(Path.GetFileName(Path.TrimEndingDirectorySeparator(Directory)));

    /// <summary>Lower-case letters, digits and hyphens of <paramref name="name"/>; others become hyphens; <c>app</c> when nothing is left.</summary>
    public static string LegalId(string name)
    {
        var legal = new string([.. name.ToLowerInvariant().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return legal.Length == 0 ? "app" : legal.Length <= 100 ? legal : legal[..100].TrimEnd('-');
    }

    private static AppSourceResult FindIn(string path, string directory)
    {
        // Listing is what a later walk over the files needs; asking now gives the user the sentence now.
        var names = System.IO.Directory.EnumerateFiles(directory).Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        var name = names.Contains("app.yaml") ? "app.yaml" : names.Contains("app.yml") ? "app.yml" : null;
        if (name is not null)
            return FromFile(Path.Combine(path, name), Path.Combine(directory, name));

        var yaml = names.Where(static file => file!.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        return Problem(path, "There is no app.yaml in this directory.",
            yaml.Length > 0 ? $"Name the file that is meant; there is {string.Join(", ", yaml)}." : "Write one; for Python 3 the line \"runtime: python3\" is enough.");
    }

    private static AppSourceResult FromFile(string path, string file)
    {
        if (!(file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal)))
            return Problem(path, "This is not a yaml file.", "Give an app's directory, or its app.yaml.");
        using var probe = System.IO.File.OpenHandle(file);
        return new AppSourceResult(new AppSource(Path.GetDirectoryName(file)!, file), null);
    }

    private static AppSourceResult Unreadable(string path) =>
        Problem(path, "It cannot be read by this user.", $"Let everybody read it, with \"chmod -R a+rX {path}\", or run as its owner.");

    private static AppSourceResult Problem(string path, string message, string remedy) => new(null, new ConfigurationError(path, 0, 0, message, remedy));
}

/// <summary>The app that was found, or why there is none.</summary>
/// <param name="Value">The app; null exactly when there is a problem.</param>
/// <param name="Problem">The problem.</param>
public sealed record AppSourceResult(AppSource? Value, ConfigurationError? Problem);
