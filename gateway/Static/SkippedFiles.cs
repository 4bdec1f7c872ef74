using System.Text.RegularExpressions;
using Actors.Configuration;
using Actors.Runtimes.CodeTrees;

namespace Actors.Gateway.Static;

/// <summary>
/// Which paths do not belong to a version and so are not served: those that <c>skip_files</c> names; without it, App Engine's default on python27, and on python3, whose tools know no
/// <c>skip_files</c>, what gcloud leaves out by itself: version control and compiled Python, but not, say, <c>.well-known</c>.
/// </summary>
internal static class SkippedFiles
{
    /// <summary>The rule for one path, of a file or of a directory, relative and with slashes.</summary>
    /// <param name="skipFiles">The joined pattern, or null: the default.</param>
    /// <param name="generation">Whose default.</param>
    public static Func<string, bool> Of(string? skipFiles, PythonGeneration generation)
    {
        if (skipFiles is null)
            return generation == PythonGeneration.Python27 ? SkipFiles.Default : IsLeftOutByGcloud;
        var pattern = PythonPattern.WholeMatch(skipFiles);
        return path =>
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
        };
    }

    private static bool IsLeftOutByGcloud(string path) =>
        path.AsSpan(path.LastIndexOf('/') + 1) is ".git" or ".gitignore" or ".gcloudignore" or "__pycache__" || path.EndsWith(".pyc", StringComparison.Ordinal);
}
