namespace Actors.Runtimes.CodeTrees;

/// <summary>What App Engine leaves out of a version when app.yaml says nothing else.</summary>
public static class SkipFiles
{
    /// <summary>
    /// Whether a path is left out: names that begin with a dot, end in '~' or stand between '#', compiled Python, and what lies in an RCS
    /// directory.
    /// </summary>
    /// <param name="path">Relative to the app's directory, with '/'; of a file or a directory.</param>
    public static bool Default(string path)
    {
        foreach (var range in path.AsSpan().Split('/'))
        {
            var name = path.AsSpan(range);
            if (name.IsEmpty || name[0] == '.' || name is "RCS")
            {
                return true;
            }
        }

        var last = path.AsSpan(path.LastIndexOf('/') + 1);
        return last[^1] == '~'
            || (last.Length > 1 && last[0] == '#' && last[^1] == '#')
            || last.EndsWith(".pyc", StringComparison.Ordinal)
            || last.EndsWith(".pyo", StringComparison.Ordinal);
    }
}
