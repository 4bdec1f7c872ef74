using Actors.Services.Tests.UrlFetch;

namespace Actors.EndToEnd.Tests;

/// <summary>Apps of <see cref="UrlFetchTests"/> that fetch as their path says, on a silo that lets them fetch from one address of this machine, where a web is.</summary>
public class FetchingApps : SharedSilo
{
    private const string Main = """
        import json
        try:
            from urllib.parse import parse_qs
            from urllib.request import urlopen
            import http.client as httplib
        except ImportError:
            from urlparse import parse_qs
            from urllib2 import urlopen
            import httplib
        from google.appengine.api import urlfetch

        def with_urllib(url, timeout):
            got = urlopen(url, timeout=timeout)
            return got.getcode(), got.read()

        def with_httplib(url, timeout):
            scheme, _, host, path = url.split('/', 3)
            kind = httplib.HTTPSConnection if scheme == 'https:' else httplib.HTTPConnection
            connection = kind(host, timeout=timeout)
            for _ in range(2):
                connection.request('POST', '/' + path, b'a=1', {'X-Mine': '1'})
                got = connection.getresponse()
                body = got.read()
            return got.status, body

        def with_urlfetch(url, timeout):
            got = urlfetch.fetch(url, deadline=timeout, headers={'X-Mine': '1'})
            return got.status_code, got.content

        def with_requests(url, timeout):
            try:
                import requests
            except ImportError:
                import pip._internal
                from pip._vendor import requests
            got = requests.get(url, timeout=timeout, headers={'X-Mine': '1'})
            return got.status_code, got.content

        def app(environ, start_response):
            query = parse_qs(environ['QUERY_STRING'])
            try:
                status, body = globals()['with_' + environ['PATH_INFO'][1:]](query['url'][0], float(query['timeout'][0]))
                answer = {'status': status, 'length': len(body), 'body': body[:500].decode('latin-1')}
            except Exception as error:
                answer = {'error': type(error).__name__, 'text': str(error)}
            start_response('200 OK', [('Content-Type', 'application/json')])
            return [json.dumps(answer).encode('utf-8')]
        """;

    public FetchingApps()
        : this(["reaches", "requests", "refused"])
    {
    }

    protected FetchingApps(IReadOnlyList<string> ids, params (string Name, string Value)[] settings)
        : this(new Web(), ids, settings)
    {
    }

    private FetchingApps(Web web, IReadOnlyList<string> ids, (string Name, string Value)[] settings)
        : base([("UrlFetch__AllowedNetworks__0", "127.0.0.1"), ("UrlFetch__CertificateAuthorities", web.Authorities), .. settings])
    {
        Web = web;
        foreach (var id in ids)
        {
            Serve($"{id}-python3", AppDirectory.Python3($"{id}-python3", Main));
            if (Interpreters.Python27 is not null)
                Serve($"{id}-python27", AppDirectory.Python27($"{id}-python27", Main));
        }
    }

    /// <summary>What they fetch from.</summary>
    public Web Web { get; }

    public override Task InitializeAsync() => Web.InitializeAsync();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Web.DisposeAsync();
    }
}
