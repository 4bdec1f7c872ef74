using Actors.Configuration;
using Actors.Gateway.Static;

namespace Actors.Gateway.Tests.Static;

internal static class StaticRoots
{
    public static StaticRoot Of(string directory, bool development = false, string? skipFiles = null)
    {
        var app = AppYamlReader.Read($"runtime: python3\n{(skipFiles is null ? "" : $"skip_files: '{skipFiles}'\n")}", "app.yaml").Value!;
        return new StaticRoot(directory, development, app);
    }
}
