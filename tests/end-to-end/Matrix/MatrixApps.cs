namespace Actors.EndToEnd.Tests.Matrix;

/// <summary>The apps that the tables are about: the same for both Pythons, <c>m27</c> and <c>m3</c>, each with a service <c>work</c>.</summary>
internal static class MatrixApps
{
    private const string Main = """
        # coding: utf-8
        try:
            from urllib.parse import parse_qsl
        except ImportError:
            from urlparse import parse_qsl

        def app(environ, start_response):
            path, query = environ['PATH_INFO'], environ['QUERY_STRING']
            asked = parse_qsl(query, keep_blank_values=True)
            last = dict(asked)
            headers = [tuple(value.split(':', 1)) for name, value in asked if name == 'h']
            if path == '/fail':
                raise ValueError('no tea')
            if path == '/environ':                      # /environ?NAME: that entry
                body = str(environ.get(query))
            elif path == '/echo':                       # the body that came
                body = environ['wsgi.input'].read()
            elif path == '/answer':                     # /answer?status=404&h=Name:value&text=abc or size=300
                body = last.get('text', 'x' * int(last.get('size', '0')))
            else:                                       # which service it is
                body = 'SERVICE ' + path
            if not last.get('bare'):
                headers = headers or [('Content-Type', 'text/plain')]
            start_response(last.get('status', '200') + ' Status', headers)
            return [body if isinstance(body, bytes) else body.encode('latin-1')]
        """;

    private const string Default = """
        application: APP
        RUNTIME
        version: v1
        handlers:
        - url: /static
          static_dir: static
          expiration: 1h
        - url: /cookie.css
          static_files: static/site.css
          upload: static/site\.css
          http_headers: {Set-Cookie: a=1}
        - url: /always
          script: SCRIPT
          secure: always
        - url: /always307
          script: SCRIPT
          secure: always
          redirect_http_response_code: 307
        - url: /never
          script: SCRIPT
          secure: never
        - url: /optional
          script: SCRIPT
          secure: optional
        - url: /nowhere/.*
          static_dir: nowhere
        - url: /member
          script: SCRIPT
          login: required
        - url: /member401
          script: SCRIPT
          login: required
          auth_fail_action: unauthorized
        - url: /boss
          script: SCRIPT
          login: admin
        - url: /boss401
          script: SCRIPT
          login: admin
          auth_fail_action: unauthorized
        - url: /private
          static_dir: static
          login: required
        - url: /(environ|echo|answer|fail|who|mobile/.*)?
          script: SCRIPT

        """;

    private const string Work = """
        application: APP
        RUNTIME
        service: work
        version: v1
        manual_scaling: {instances: 2}
        error_handlers:
        - file: sorry.html
        handlers:
        - url: /.*
          script: SCRIPT

        """;

    private const string Dispatch = """
        dispatch:
        - url: "*/mobile/*"
          service: work
        - url: "rule.APP.test/*"
          service: work

        """;

    /// <summary>Directories of one app's services.</summary>
    /// <param name="app"><c>m27</c> or <c>m3</c>.</param>
    public static IEnumerable<AppDirectory> Of(string app)
    {
        yield return new AppDirectory(
            ("app.yaml", For(app, Default)),
            ("main.py", Main.Replace("SERVICE", "default", StringComparison.Ordinal)),
            ("dispatch.yaml", For(app, Dispatch)),
            ("static/site.css", string.Concat(Enumerable.Range(1000, 400).Select(number => $"p{number}{{}}\n"))),
            ("static/small.css", "p{}"),
            ("static/data.bin", new string('b', 2000)));
        yield return new AppDirectory(
            ("app.yaml", For(app, Work)),
            ("main.py", Main.Replace("SERVICE", "work", StringComparison.Ordinal)),
            ("sorry.html", "<p>sorry</p>"));
    }

    private static string For(string app, string text) => text
        .Replace("RUNTIME", app == "m27" ? "runtime: python27\napi_version: 1\nthreadsafe: true" : "runtime: python3", StringComparison.Ordinal)
        .Replace("SCRIPT", app == "m27" ? "main.app" : "auto", StringComparison.Ordinal)
        .Replace("APP", app, StringComparison.Ordinal);
}
