using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary><c>login:</c> and the development sign-in, with everything between browser and Python in place.</summary>
[Trait("Category", "Slow")]
public sealed class SignInTests
{
    private const string Handlers = """
        handlers:
        - url: /script/required/redirect
          script: SCRIPT
          login: required
        - url: /script/required/unauthorized
          script: SCRIPT
          login: required
          auth_fail_action: unauthorized
        - url: /script/admin/redirect
          script: SCRIPT
          login: admin
        - url: /script/admin/unauthorized
          script: SCRIPT
          login: admin
          auth_fail_action: unauthorized
        - url: /static/required/redirect
          static_dir: files
          login: required
        - url: /static/required/unauthorized
          static_dir: files
          login: required
          auth_fail_action: unauthorized
        - url: /static/admin/redirect
          static_dir: files
          login: admin
        - url: /static/admin/unauthorized
          static_dir: files
          login: admin
          auth_fail_action: unauthorized
        - url: /.*
          script: SCRIPT

        """;

    private const string Shows = """
        import json, os
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'application/json')])
            return [json.dumps(dict(os.environ.items())).encode('utf-8')]
        """;

    private static readonly (string Path, int Anonymous, int User, int Admin)[] Expected =
    [
        ("/script/required/redirect", 302, 200, 200),
        ("/script/required/unauthorized", 401, 200, 200),
        ("/script/admin/redirect", 302, 401, 200),
        ("/script/admin/unauthorized", 401, 401, 200),
        ("/static/required/redirect/a.txt", 302, 200, 200),
        ("/static/required/unauthorized/a.txt", 401, 200, 200),
        ("/static/admin/redirect/a.txt", 302, 401, 200),
        ("/static/admin/unauthorized/a.txt", 401, 401, 200),
        ("/open", 200, 200, 200),
    ];

    [Fact]
    public async Task Python3_handlers_serve_whom_they_name()
    {
        using var app = App("members", "runtime: python3\n", "auto");
        await ServesWhomTheyNameAsync(app, "members", "HTTP_X_APPENGINE_");
    }

    [Python27Fact]
    public async Task Python27_handlers_serve_whom_they_name()
    {
        using var app = App("members27", "runtime: python27\napi_version: 1\nthreadsafe: true\n", "main.app");
        await ServesWhomTheyNameAsync(app, "members27", "");
    }

    [Fact]
    public async Task Who_is_signed_in_stays_so_when_the_silo_starts_again_and_only_in_that_app()
    {
        using var one = AppDirectory.Python3("one", Shows);
        using var two = AppDirectory.Python3("two", Shows);
        await using var first = await SiloProcess.StartAsync([one.Path, two.Path]);
        string cookie;
        using (var browser = new Browser(first, "one"))
        {
            await browser.SignInAsync("ann@example.com", admin: true, "/");
            cookie = browser.Cookie;
        }

        await using var second = await first.RestartAsync([one.Path, two.Path]);

        Assert.Equal("ann@example.com", await EmailAsync(second, "one", cookie));
        Assert.Null(await EmailAsync(second, "two", cookie));
        Assert.Null(await EmailAsync(second, "one", cookie[..^1]));
        var key = Path.Combine(second.Data, "sign-in.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));

        File.Delete(key);
        await using var third = await second.RestartAsync([one.Path, two.Path]);
        Assert.Null(await EmailAsync(third, "one", cookie));
    }

    // Servers under test listen on loopback: a trusted proxy is the other way for others to reach one.
    [Fact]
    public async Task Where_others_reach_the_silo_nobody_can_sign_in_unless_it_is_allowed()
    {
        using var app = App("closed", "runtime: python3\n", "auto");
        string cookie;
        await using var open = await SiloProcess.StartAsync([app.Path], ("Gateway__TrustedProxies__0", "10.0.0.1"), ("SignIn__Development", "always"));
        using (var browser = new Browser(open, "closed"))
        {
            await browser.SignInAsync("ann@example.com", admin: true, "/");
            cookie = browser.Cookie;
        }

        await open.WaitForLineAsync("can sign in as anybody");
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Gateway__TrustedProxies__0", "10.0.0.1"), ("SignIn__KeyFile", Path.Combine(open.Data, "sign-in.key")));
        using var client = silo.Client("closed");
        client.DefaultRequestHeaders.Add("Cookie", cookie);

        await silo.WaitForLineAsync("Nobody can sign in here");
        var page = await client.GetAsync("/_ah/login");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("Nobody can sign in here", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var (path, anonymous, _, _) in Expected)
            Assert.Equal((path, anonymous), (path, (int)(await client.GetAsync(path)).StatusCode));
        Assert.Null(await EmailAsync(silo, "closed", cookie));
    }

    private static async Task ServesWhomTheyNameAsync(AppDirectory app, string id, string prefix)
    {
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Gateway__LogFormat", "apache"));
        using var browser = new Browser(silo, id);
        var here = $"http://{id}.localhost:{silo.Port}";

        foreach (var (path, anonymous, _, _) in Expected)
        {
            var refused = await browser.GetAsync($"{path}?a=b");
            Assert.Equal((path, anonymous), (path, (int)refused.StatusCode));
            if (anonymous == 302)
                Assert.Equal($"{here}/_ah/login?continue={Uri.EscapeDataString($"{here}{path}?a=b")}", refused.Headers.Location!.OriginalString);
        }

        // From the redirect through the form and back, as a user of the app goes.
        var sent = await browser.GetAsync("/script/required/redirect?a=b");
        var back = await browser.FillInAsync(sent.Headers.Location!, "Ann@example.com", admin: false);
        Assert.Equal($"{here}/script/required/redirect?a=b", back.OriginalString);
        foreach (var (path, _, user, _) in Expected)
            Assert.Equal((path, user), (path, (int)(await browser.GetAsync(path)).StatusCode));
        var seen = await SeenAsync(browser, "/open");
        Assert.Equal(
            ["gmail.com", "Ann@example.com", "137124870312556742271", "Ann", "example.com", "0"],
            new[] { "AUTH_DOMAIN", "USER_EMAIL", "USER_ID", "USER_NICKNAME", "USER_ORGANIZATION", "USER_IS_ADMIN" }.Select(name => seen[prefix + name]));
        Assert.DoesNotContain("HTTP_COOKIE", seen);

        await browser.SignInAsync("ann@example.com", admin: true, "/");
        foreach (var (path, _, _, admin) in Expected)
            Assert.Equal((path, admin), (path, (int)(await browser.GetAsync(path)).StatusCode));
        Assert.Equal("1", (await SeenAsync(browser, "/open"))[prefix + "USER_IS_ADMIN"]);
        var costly = await browser.GetAsync("/script/admin/redirect?costly");
        Assert.Matches("^ms=[0-9]+ cpu_ms=[0-9]+ api_cpu_ms=0$", costly.Headers.GetValues("X-AppEngine-Resource-Usage").Single());
        await silo.WaitForLineAsync("^(127.0.0.1|::1) - ann .*GET /script/admin/redirect.costly ");

        var page = await (await browser.GetAsync("/_ah/login")).Content.ReadAsStringAsync();
        Assert.Contains("You are signed in as <strong>ann@example.com</strong>, an administrator.", page, StringComparison.Ordinal);
        Assert.Equal($"{here}/open", (await browser.GetAsync("/_ah/logout?continue=/open")).Headers.Location!.OriginalString);
        foreach (var (path, anonymous, _, _) in Expected)
            Assert.Equal((path, anonymous), (path, (int)(await browser.GetAsync(path)).StatusCode));
        Assert.Equal("", (await SeenAsync(browser, "/open")).GetValueOrDefault(prefix + "USER_EMAIL", ""));
    }

    private static AppDirectory App(string id, string head, string script) => new(
        ("app.yaml", $"application: {id}\n{head}{Handlers.Replace("SCRIPT", script, StringComparison.Ordinal)}"), ("main.py", Shows), ("files/a.txt", "a"));

    private static async Task<string?> EmailAsync(SiloProcess silo, string app, string cookie)
    {
        using var client = silo.Client(app);
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        var seen = JsonSerializer.Deserialize<Dictionary<string, string>>(await client.GetStringAsync("/"))!;
        return seen.GetValueOrDefault("HTTP_X_APPENGINE_USER_EMAIL");
    }

    private static async Task<Dictionary<string, string>> SeenAsync(Browser browser, string path) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(await (await browser.GetAsync(path)).Content.ReadAsStringAsync())!;

    /// <summary>Keeps cookies and sends forms.</summary>
    private sealed class Browser(SiloProcess silo, string app) : IDisposable
    {
        private readonly CookieContainer _cookies = new();
        private HttpClient? _client;

        public string Cookie => _cookies.GetCookieHeader(Client.BaseAddress!);

        private HttpClient Client => _client ??= silo.Client(app, _cookies);

        public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path);

        public Task<Uri> SignInAsync(string email, bool admin, string next) => FillInAsync(new Uri(Client.BaseAddress!, $"/_ah/login?continue={Uri.EscapeDataString(next)}"), email, admin);

        /// <summary>Opens the page, sends its form, and returns where that leads.</summary>
        public async Task<Uri> FillInAsync(Uri page, string email, bool admin)
        {
            var html = await Client.GetStringAsync(page);
            var form = html[html.LastIndexOf("<form", StringComparison.Ordinal)..];
            var fields = Regex.Matches(form, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")
                .Select(match => KeyValuePair.Create(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)))
                .Append(new("email", email));
            using var content = new FormUrlEncodedContent(admin ? fields.Append(new("admin", "True")) : fields);
            var answer = await Client.PostAsync(Regex.Match(form, "action=\"([^\"]+)\"").Groups[1].Value, content);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return answer.Headers.Location!;
        }

        public void Dispose() => _client?.Dispose();
    }
}
