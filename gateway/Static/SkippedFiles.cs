using Actors.Configuration;
using Actors.Runtimes.CodeTrees;

namespace Actors.Gateway.Static;

/// <summary>
/// Which paths do not belong to a version and so are not served: those that its .gcloudignore or <c>skip_files</c> names; without them, App Engine's default on python27, and on python3, whose
/// tools know no <c>skip_files</c>, what gcloud leaves out by itself: version control and compiled Python, but not, say, <c>.well-known</c>.
/// </summary>
internal static class SkippedFiles
{
    /// <summary>The rule for one path, relative and with slashes, and whether it is a directory.</summary>
    /// <param name="app">The version's app.yaml.</param>
    /// <param name="gcloudIgnore">The text of its .gcloudignore, or null.</param>
    public static Func<string, bool, bool> Of(AppYaml app, string? gcloudIgnore) =>
        VersionFiles.Of(app, gcloudIgnore, app.Runtime.Generation == PythonGeneration.Python27 ? SkipFiles.Default : IsLeftOutByGcloud).Skips;

    private static bool IsLeftOutByGcloud(string path) =>
        path.AsSpan(path.LastIndexOf('/') + 1) is ".git" or ".gitignore" or ".gcloudignore" or "__pycache__" || path.EndsWith(".pyc", StringComparison.Ordinal);
}
