using System.Text.RegularExpressions;
using Actors.Configuration;
using Actors.Runtimes.CodeTrees;

namespace Actors.Gateway.Static;

/// <summary>Which paths <c>skip_files</c> leaves out of a version; the code tree is made by the same rule.</summary>
internal static class SkippedFiles
{
    /// <summary>The rule for one path, of a file or of a directory, relative and with slashes.</summary>
    /// <param name="skipFiles">The joined pattern, or null: App Engine's default.</param>
    public static Func<string, bool> Of(string? skipFiles)
    {
        if (skipFiles is null)
            return SkipFiles.Default;
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
}
