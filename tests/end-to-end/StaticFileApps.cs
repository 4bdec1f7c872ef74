namespace Actors.EndToEnd.Tests;

/// <summary>The app of <see cref="StaticFileTests"/> on each Python.</summary>
public sealed class StaticFileApps : SharedSilo
{
    public const string Python3 = "python3";
    public const string Python27 = "python27\napi_version: 1\nthreadsafe: true";

    private const string Yaml =
        """
        application: APPLICATION
        runtime: RUNTIME
        skip_files:
        - .*\.bak
        - ^static/private$
        handlers:
        - url: /static
          static_dir: static
          expiration: 1h
        - url: /.*
          script: main.app

        """;

    private const string Main =
        """
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'script']
        """;

    public StaticFileApps()
    {
        foreach (var runtime in Interpreters.Python27 is null ? [Python3] : (string[])[Python3, Python27])
        {
            Serve(Of(runtime), new AppDirectory(
                ("app.yaml", Yaml.Replace("APPLICATION", Of(runtime), StringComparison.Ordinal).Replace("RUNTIME", runtime, StringComparison.Ordinal)),
                ("main.py", Main),
                ("static/site.css", Text),
                ("static/old.bak", "secret"),
                ("static/private/key.txt", "secret")));
        }
    }

    /// <summary>What is in the style sheet.</summary>
    public static string Text { get; } = string.Concat(Enumerable.Range(0, 500).Select(number => $"p.c{number}{{margin:0}}\n"));

    /// <summary>The app of a runtime.</summary>
    public static string Of(string runtime) => runtime == Python3 ? "files3" : "files27";
}
