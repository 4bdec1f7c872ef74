using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary>Apps of real frameworks from <c>examples/</c>, unchanged: pages, forms, sessions, uploads, static files.</summary>
[Trait("Category", "Slow")]
public sealed class FrameworkTests(FrameworkApps apps) : IClassFixture<FrameworkApps>
{
    [Fact]
    public async Task A_webapp2_app_on_python3()
    {
        await using var silo = await SiloProcess.StartAsync([Path.Combine(SiloProcess.Repository, "examples", "webapp2", "python3.yaml")]);
        await Webapp2Async(silo.Client());
    }

    [Python27Fact]
    public async Task A_webapp2_app_on_python27() => await Webapp2Async((await apps.SiloAsync()).Client("webapp2"));

    [FlaskFact]
    public async Task A_flask_app()
    {
        var silo = await apps.SiloAsync();
        using var browser = new Browser(silo.Client("flask"));

        Assert.Contains("Hello from Flask", await browser.GetAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Hello, Ada &lt;b&gt;!", await browser.PostAsync("/greet", new FormUrlEncodedContent([KeyValuePair.Create("name", "Ada <b>")])), StringComparison.Ordinal);
        Assert.Equal(3, Lines(await browser.PostAsync("/count", Upload("a\nb\nc"))));
        await StyleSheetIsServedAsync(browser);
    }

    [DjangoFact]
    public async Task A_django_app()
    {
        var silo = await apps.SiloAsync();
        using var browser = new Browser(silo.Client("django"));
        var token = Token(await browser.GetAsync("/"));

        var noted = await browser.PostAsync("/", Form(("text", "Tea <b>"), ("csrfmiddlewaretoken", token)));
        Assert.Contains("<li>Tea &lt;b&gt;</li>", noted, StringComparison.Ordinal);
        Assert.Contains("Noted.", noted, StringComparison.Ordinal);
        Assert.DoesNotContain("Noted.", await browser.GetAsync("/"), StringComparison.Ordinal);
        Assert.Contains("at most 80", await browser.PostAsync("/", Form(("text", new string('x', 81)), ("csrfmiddlewaretoken", token))), StringComparison.Ordinal);
        Assert.Equal(2, Lines(await browser.PostAsync("/count", Upload("a\nb", ("csrfmiddlewaretoken", token)))));
        Assert.DoesNotContain("Tea", await browser.PostAsync("/forget", Form(("csrfmiddlewaretoken", Token(await browser.GetAsync("/"))))), StringComparison.Ordinal);
        await StyleSheetIsServedAsync(browser);

        await browser.PostAsync("/", Form(("text", "no token")), HttpStatusCode.Forbidden);
        await browser.GetAsync("/nothing", HttpStatusCode.NotFound);
    }

    [Python27Fact]
    public async Task A_library_that_is_nowhere_is_named_at_the_start_and_by_its_import()
    {
        var silo = await apps.SiloAsync();
        using var browser = new Browser(silo.Client("missing"));

        Assert.Contains($"{apps["missing"].Path}/app.yaml: libraries: PyAMF: this machine's Python 2.7 does not have it", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("libraries: webapp2", silo.Output, StringComparison.Ordinal);
        var page = await browser.GetAsync("/", HttpStatusCode.InternalServerError);
        Assert.Contains("App Engine offered this library", page, StringComparison.Ordinal);
    }

    private static async Task Webapp2Async(HttpClient client)
    {
        using var browser = new Browser(client);

        Assert.Contains("1 visits", await browser.GetAsync("/"), StringComparison.Ordinal);
        var added = await browser.PostAsync("/", Form(("title", "Tea <b> é")));
        Assert.Contains("2 visits", added, StringComparison.Ordinal);
        Assert.Contains("1 added", added, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/books/2\">Tea &lt;b&gt; é</a>", added, StringComparison.Ordinal);
        Assert.Contains("2 added", await browser.PostAsync("/books/upload", Upload("One\nTwo\n")), StringComparison.Ordinal);
        using var book = JsonDocument.Parse(await browser.GetAsync("/books/4"));
        Assert.Equal("Two", book.RootElement.GetProperty("title").GetString());
        Assert.Contains("Nothing here.", await browser.GetAsync("/books/99", HttpStatusCode.NotFound), StringComparison.Ordinal);
        Assert.Contains("A shelf", await browser.GetAsync("/shelf"), StringComparison.Ordinal);
        await browser.GetAsync("/books/upload", HttpStatusCode.MethodNotAllowed);
        await StyleSheetIsServedAsync(browser);
        Assert.Contains("5 visits", await browser.GetAsync("/"), StringComparison.Ordinal);

        browser.Cookies["session"] = "x" + browser.Cookies["session"];
        Assert.Contains("1 visits", await browser.GetAsync("/"), StringComparison.Ordinal);
    }

    private static async Task StyleSheetIsServedAsync(Browser browser) =>
        Assert.Contains("font-family", await browser.GetAsync("/static/style.css"), StringComparison.Ordinal);

    private static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static MultipartFormDataContent Upload(string text, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", "list.txt");
        return form;
    }

    private static int Lines(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal("list.txt", document.RootElement.GetProperty("name").GetString());
        return document.RootElement.GetProperty("lines").GetInt32();
    }

    private static string Token(string page) => Regex.Match(page, "name=\"csrfmiddlewaretoken\" value=\"([^\"]+)\"").Groups[1].Value;

    /// <summary>Keeps cookies and follows redirects, as browsers do; each page must have the status that is expected.</summary>
    private sealed class Browser(HttpClient client) : IDisposable
    {
        public Dictionary<string, string> Cookies { get; } = [];

        public Task<string> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK) => SendAsync(HttpMethod.Get, path, null, expected);

        public Task<string> PostAsync(string path, HttpContent form, HttpStatusCode expected = HttpStatusCode.OK) => SendAsync(HttpMethod.Post, path, form, expected);

        public void Dispose() => client.Dispose();

        private async Task<string> SendAsync(HttpMethod method, string path, HttpContent? content, HttpStatusCode expected)
        {
            for (var hop = 0; hop < 5; hop++)
            {
                using var request = new HttpRequestMessage(method, path) { Content = content };
                if (Cookies.Count > 0)
                    request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
                using var response = await client.SendAsync(request);
                if (response.Headers.TryGetValues("Set-Cookie", out var cookies))
                {
                    foreach (var parts in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
                        Cookies[parts[0]] = parts[1];
                }
                if (response.Headers.Location is not { } location)
                {
                    var page = await response.Content.ReadAsStringAsync();
                    Assert.True(expected == response.StatusCode, $"{method} {path}: {(int)response.StatusCode}\n{page}");
                    return page;
                }
                (method, path, content) = (HttpMethod.Get, location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString, null);
            }
            throw new InvalidOperationException($"{path} redirects without an end.");
        }
    }
}
