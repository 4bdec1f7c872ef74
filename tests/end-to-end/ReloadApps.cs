namespace Actors.EndToEnd.Tests;

/// <summary>The apps of <see cref="ReloadTests"/>, which change them.</summary>
public sealed class ReloadApps : SharedSilo
{
    private const string Grows = """
        def app(environ, start_response):
            try:
                from package import module
                text = module.TEXT
            except ImportError:
                text = 'none'
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [text.encode()]
        """;

    private const string Including = """
        import os

        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [os.environ.get('WORD', 'none').encode()]
        """;

    private const string Ignoring = """
        import os

        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [str(os.path.exists('data/secret.txt')).encode()]
        """;

    public ReloadApps()
    {
        Serve("edit", AppDirectory.Python3("edit", ServingTests.Reply("0")));
        foreach (var id in new[] { "broken", "typo" })
            Serve(id, AppDirectory.Python3(id, ServingTests.Reply("good")));
        Serve("grows", AppDirectory.Python3("grows", Grows));
        Serve("including", new AppDirectory(
            ("app.yaml", "application: including\nruntime: python3\nskip_files: ^common$\nincludes: [common]\n"),
            ("main.py", Including),
            ("common/include.yaml", "env_variables: {WORD: one}\n")));
        Serve("ignoring", new AppDirectory(
            ("app.yaml", "application: ignoring\nruntime: python3\nhandlers:\n- url: /s\n  static_dir: s\n- url: /.*\n  script: auto\n"),
            ("main.py", Ignoring),
            ("s/secret.txt", "secret"),
            ("data/secret.txt", "secret")));
    }
}
