using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Finds handlers that no request can reach.</summary>
internal static class HandlerOrder
{
    // Parentheses do not change what a pattern takes.
    private static readonly string[] Everything = [".*", "/.*", ".*$", "/.*$", "/?.*"];

    /// <summary>Warns of handlers behind one that takes all their paths, and of the path that the platform keeps for itself.</summary>
    public static void Check(AppYaml app, YamlErrors errors)
    {
        Handler? all = null;
        var earlier = new Dictionary<string, Handler>(StringComparer.Ordinal);
        foreach (var handler in app.Handlers.Where(static handler => handler.Kind != HandlerKind.ApiEndpoint))
        {
            if (handler.Url == "/form")
                errors.WarnIn(handler.File, handler.Line, 1, "The handler for \"/form\" is never reached: App Engine keeps this path for itself.", "Choose another path.");
            if ((all ?? earlier.GetValueOrDefault(handler.Url)) is { } before)
            {
                errors.WarnIn(handler.File, handler.Line, 1, $"The handler for \"{handler.Url}\" is never reached: the one for \"{before.Url}\" in {Place(before, handler)} takes {(all is null ? "its paths" : "every path")}.",
                    $"Put it before that one, or remove it.");
                continue;
            }

            // With this the search goes on when there is no file.
            if (handler.RequireMatchingFile)
                continue;
            if (TakesEverything(handler))
                all = handler;
            earlier.TryAdd(handler.Url, handler);
        }
    }

    private static bool TakesEverything(Handler handler)
    {
        if (handler.Kind == HandlerKind.StaticDir)
            return handler.Url == "/" || Everything.Contains(Bare(handler.Url));
        return Everything.Contains(Bare(handler.Url));
    }

    private static string Bare(string url) => url.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);

    private static string Place(Handler before, Handler handler) => before.File == handler.File ? $"line {before.Line}" : $"{before.File}, line {before.Line},";
}
