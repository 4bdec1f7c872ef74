using Actors.Configuration;

namespace Actors.Runtimes.CodeTrees;

/// <summary>What App Engine leaves out of a version when app.yaml says nothing else.</summary>
public static class SkipFiles
{
    /// <summary>
    /// Whether a path is left out: names that begin with a dot, end in '~' or stand between '#', compiled Python, and what lies in an RCS
    /// directory.
    /// </summary>
    /// <param name="path">Relative to the app's directory, with '/'; of a file or a directory.</param>
    public static bool Default(string path) => VersionFiles.SkippedByDefault(path);
}
