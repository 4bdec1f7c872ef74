using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>
/// Which of a directory's files belong to a version:
/// <code>
/// python3 with a .gcloudignore   what that says
/// skip_files in app.yaml         what it does not match
/// neither                        a default
/// </code>
/// </summary>
public sealed class VersionFiles
{
    private readonly Func<string, bool, bool> _skips;

    private VersionFiles(Func<string, bool, bool> skips) => _skips = skips;

    /// <summary>The rule of an app.</summary>
    /// <param name="app">Its app.yaml.</param>
    /// <param name="gcloudIgnore">The text of its .gcloudignore with included files in it, or null when there is none.</param>
    /// <param name="otherwise">The default, for a path of a file or a directory.</param>
    public static VersionFiles Of(AppYaml app, string? gcloudIgnore, Func<string, bool> otherwise)
    {
        if (gcloudIgnore is not null && app.Runtime.Generation == PythonGeneration.Python3)
            return new VersionFiles(IgnoreRules.Parse(gcloudIgnore).LeavesOut);
        if (app.SkipFiles is not { } skipFiles)
            return new VersionFiles((path, _) => otherwise(path));
        var pattern = PythonPattern.WholeMatch(skipFiles);
        return new VersionFiles((path, _) => Matches(pattern, path));
    }

    /// <summary>Whether a path is left out; the directories above it are not looked at.</summary>
    /// <param name="path">Relative to the app's directory, with slashes.</param>
    /// <param name="isDirectory">The path is a directory, with which all that is in it is left out.</param>
    public bool Skips(string path, bool isDirectory) => _skips(path, isDirectory);

    /// <summary>What App Engine leaves out when app.yaml says nothing else, as <see cref="SkipPatterns.Default"/> says it.</summary>
    /// <param name="path">Relative to the app's directory, with slashes.</param>
    public static bool SkippedByDefault(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            var name = path.AsSpan(range);
            if (name.IsEmpty || name[0] == '.' || name is "RCS")
                return true;
        }

        var last = path.AsSpan(path.LastIndexOf('/') + 1);
        return last[^1] == '~'
            || (last.Length > 1 && last[0] == '#' && last[^1] == '#')
            || last.EndsWith(".pyc", StringComparison.Ordinal)
            || last.EndsWith(".pyo", StringComparison.Ordinal);
    }

    private static bool Matches(Regex pattern, string path)
    {
        try
        {
            return pattern.IsMatch(path);
        }
        catch (RegexMatchTimeoutException)
        {
            // What cannot be decided is not shown.
            return true;
        }
    }
}
