using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Actors.Engine.Tests;
using Actors.Gateway.SignIn;

namespace Actors.Gateway.Tests.SignIn;

/// <summary>Signing in and out, over a real socket.</summary>
public class SignInPagesTests
{
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /.*, script: main.app}]\n";
    private const string Here = "http://localhost:8080";

    [Fact]
    public async Task Somebody_signs_in_with_the_form_and_out_again()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var visitor = new Visitor(gateway);

        var answer = await visitor.SignInAsync("ann@example.com", admin: true, next: "/next?a=b");
        var page = await visitor.GetAsync("/_ah/login?continue=/next");
        var signedOut = await visitor.GetAsync("/_ah/logout?continue=/bye");
        var after = await visitor.GetAsync("/_ah/login");

        Assert.Equal((303, $"{Here}/next?a=b"), (answer.Status, answer["Location"]));
        Assert.Contains("You are signed in as <strong>ann@example.com</strong>, an administrator.", page.Text, StringComparison.Ordinal);
        Assert.Contains("/_ah/logout", page.Text, StringComparison.Ordinal);
        Assert.Equal((302, $"{Here}/bye"), (signedOut.Status, signedOut["Location"]));
        Assert.DoesNotContain("You are signed in", after.Text, StringComparison.Ordinal);
        Assert.Empty(gateway.Dispatched);
    }

    [Fact]
    public async Task Cookies_are_for_this_host_its_requests_and_no_script()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(signIn: options => options.Expiry = TimeSpan.FromHours(2));
        var visitor = new Visitor(gateway);

        var form = (await visitor.GetAsync("/_ah/login"))["Set-Cookie"]!;
        var signIn = (await visitor.SignInAsync("ann@example.com"))["Set-Cookie"]!;

        Assert.Matches("^actors_sign_in_form=[A-Za-z0-9_-]{22}; path=/_ah/; samesite=strict; httponly$", form);
        Assert.Matches("^actors_sign_in=[A-Za-z0-9_.-]+; max-age=7200; path=/; samesite=lax; httponly$", signIn);
    }

    [Fact]
    public async Task Over_https_they_are_for_https()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => options.TrustedProxies = ["127.0.0.0/8"], signIn: options => options.Development = DevelopmentSignIn.Always);

        var page = await gateway.GetAsync("/_ah/login", "X-Forwarded-Proto: https");

        Assert.Contains("; secure;", page["Set-Cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_from_elsewhere_signs_nobody_in()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var visitor = new Visitor(gateway);
        var fields = Visitor.Hidden(await visitor.GetAsync("/_ah/login")).Append(new("email", "ann@example.com")).ToArray();
        var own = visitor.Cookies["actors_sign_in_form"];

        foreach (var (cookie, token) in new[] { (null, own), (own, ""), (own, "x" + own[1..]), ("", ""), (null, ""), (null, null) })
        {
            visitor.Cookies.Remove("actors_sign_in_form");
            if (cookie is not null)
                visitor.Cookies["actors_sign_in_form"] = cookie;
            var answer = await visitor.PostAsync("/_ah/login", [.. fields.Where(field => field.Key != "token"), .. token is null ? [] : new[] { KeyValuePair.Create("token", token) }]);

            Assert.Equal(403, answer.Status);
            Assert.Contains("This form did not come from this page", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("actors_sign_in", visitor.Cookies);
        }

        // Nothing in an address signs anybody in either.
        await visitor.GetAsync("/_ah/login?email=ann@example.com&admin=True&action=Login");
        Assert.DoesNotContain("actors_sign_in", visitor.Cookies);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b@c")]
    [InlineData("\"><script>alert(1)</script>")]
    public async Task What_is_no_address_is_shown_again_with_what_is_wrong(string address)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        var answer = await new Visitor(gateway).SignInAsync(address, next: "/next");

        Assert.Equal(400, answer.Status);
        Assert.Contains("role=\"alert\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(address)}\"", answer.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"continue\" value=\"/next\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Text, StringComparison.Ordinal);
        Assert.Null(answer["Set-Cookie"]);
    }

    [Theory]
    [InlineData("https://evil.com/")]
    [InlineData("//evil.com")]
    [InlineData("\"><script>")]
    public async Task Nobody_is_sent_to_another_host(string next)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var visitor = new Visitor(gateway);

        var signedIn = await visitor.SignInAsync("ann@example.com", next: next);
        var signedOut = await visitor.GetAsync($"/_ah/logout?continue={Uri.EscapeDataString(next)}");
        var page = await visitor.GetAsync($"/_ah/login?continue={Uri.EscapeDataString(next)}");

        Assert.All([signedIn, signedOut], answer => Assert.StartsWith($"{Here}/", answer["Location"], StringComparison.Ordinal));
        Assert.DoesNotContain("<script", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_older_name_of_signing_out_is_known_and_a_form_signs_out_too()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var visitor = new Visitor(gateway);
        await visitor.SignInAsync("ann@example.com");
        var answer = await visitor.GetAsync("/_ah/login?action=Logout&continue=/a");
        Assert.Equal((302, $"{Here}/a"), (answer.Status, answer["Location"]));
        Assert.DoesNotContain("actors_sign_in", visitor.Cookies);

        await visitor.SignInAsync("ann@example.com");
        var posted = await visitor.PostAsync("/_ah/logout", [new("continue", "/b")]);
        Assert.Equal((303, $"{Here}/b"), (posted.Status, posted["Location"]));
        Assert.DoesNotContain("actors_sign_in", visitor.Cookies);
    }

    [Theory]
    [InlineData("PUT", 405)]
    [InlineData("HEAD", 200)]
    [InlineData("OPTIONS", 405)]
    public async Task Other_methods_do_nothing(string method, int status)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        var answer = await gateway.SendAsync($"{method} /_ah/login HTTP/1.1");

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 405 ? "GET, HEAD, POST" : null, answer["Allow"]);
    }

    [Fact]
    public async Task The_page_allows_no_script_and_no_frame_and_a_form_is_small()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        var page = await gateway.GetAsync("/_ah/login");
        var large = await gateway.SendAsync("POST /_ah/login HTTP/1.1", null, new byte[16 * 1024 + 1]);

        Assert.Matches("^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'$", page["Content-Security-Policy"]);
        Assert.Equal("no-store", page["Cache-Control"]);
        Assert.Contains(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Match(page.Text, "<style>(.*)</style>").Groups[1].Value))), page["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal(413, large.Status);
        Assert.Null(large["Content-Security-Policy"]); // it has another style
    }

    [Theory]
    [InlineData("/_ah/loginx")]
    [InlineData("/_ah/login/")]
    [InlineData("/_ah/logo")]
    [InlineData("/x/_ah/login")]
    public async Task Other_paths_are_the_apps(string path)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();

        await gateway.GetAsync(path);

        Assert.Single(gateway.Dispatched);
    }

    [Fact]
    public async Task Python27_sees_who_it_is_as_variables()
    {
        var environ = await SeenAsync(Python27, "Ann@example.com", admin: true);

        Assert.Equal(
            ["gmail.com", "Ann@example.com", "137124870312556742271", "Ann", "example.com", "1"],
            new[] { "AUTH_DOMAIN", "USER_EMAIL", "USER_ID", "USER_NICKNAME", "USER_ORGANIZATION", "USER_IS_ADMIN" }.Select(name => environ[name]));
        Assert.DoesNotContain(environ.Keys, name => name.StartsWith("HTTP_X_APPENGINE_USER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Python3_sees_who_it_is_as_headers()
    {
        var environ = await SeenAsync("runtime: python3\n", "ann@example.com", admin: false);

        Assert.Equal(
            ["gmail.com", "ann@example.com", "137124870312556742271", "ann", "example.com", "0"],
            new[] { "AUTH_DOMAIN", "USER_EMAIL", "USER_ID", "USER_NICKNAME", "USER_ORGANIZATION", "USER_IS_ADMIN" }.Select(name => environ["HTTP_X_APPENGINE_" + name]));
    }

    [Fact]
    public async Task An_administrator_sees_what_a_request_cost_and_the_log_who_it_was()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        var visitor = new Visitor(gateway);
        Assert.Null((await visitor.GetAsync("/"))["X-AppEngine-Resource-Usage"]);
        Assert.Null((await gateway.RecordAsync()).Nickname);

        await visitor.SignInAsync("ann@example.com", admin: true);
        for (var i = 0; i < 2; i++)
            await gateway.RecordAsync();
        var answer = await visitor.GetAsync("/");

        Assert.NotNull(answer["X-AppEngine-Resource-Usage"]);
        Assert.NotNull(answer["X-AppEngine-Estimated-CPM-US-Dollars"]);
        Assert.Equal("ann", (await gateway.RecordAsync()).Nickname);
    }

    [Fact]
    public async Task Nobody_stays_signed_in_for_ever()
    {
        var time = new ManualTime();
        await using var gateway = await GatewayEnvironment.StartAsync(Python27, time: time, signIn: options => options.Expiry = TimeSpan.FromMinutes(10));
        var visitor = new Visitor(gateway);
        await visitor.SignInAsync("ann@example.com");

        await visitor.GetAsync("/");
        time.Advance(TimeSpan.FromMinutes(10));
        await visitor.GetAsync("/");

        Assert.Equal(["ann@example.com", ""], gateway.Dispatched.Select(request => request.Environ["USER_EMAIL"]));
    }

    [Theory]
    [InlineData("a=1; {0}; b=2", "a=1; b=2")]
    [InlineData("{0}", null)]
    [InlineData("{0};a=1;;  b = 2 ", "a=1; b = 2")]
    [InlineData("actors_sign_in=bad; {0}; a=1", "a=1")]
    [InlineData("actors_sign_in_other=1; {0}", "actors_sign_in_other=1")]
    [InlineData("a=actors_sign_in; {0}", "a=actors_sign_in")]
    public async Task An_app_does_not_see_the_platforms_cookies(string cookies, string? seen)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python27);
        var visitor = new Visitor(gateway);
        await visitor.SignInAsync("ann@example.com");

        await gateway.GetAsync("/", $"Cookie: {string.Format(null, cookies, visitor.Cookie)}");

        var environ = Assert.Single(gateway.Dispatched).Environ;
        Assert.Equal(("ann@example.com", seen), (environ["USER_EMAIL"], environ.GetValueOrDefault("HTTP_COOKIE")));
    }

    [Fact]
    public async Task Cookies_in_several_lines_are_one_header()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Python27);
        var visitor = new Visitor(gateway);
        await visitor.SignInAsync("ann@example.com");

        await gateway.GetAsync("/", "Cookie: a=1", $"Cookie: {visitor.Cookie}", "Cookie: b=2");

        var environ = Assert.Single(gateway.Dispatched).Environ;
        Assert.Equal(("ann@example.com", "a=1; b=2"), (environ["USER_EMAIL"], environ["HTTP_COOKIE"]));
    }

    [Fact]
    public async Task Where_others_reach_the_server_nobody_is_signed_in()
    {
        var key = Path.GetTempFileName();
        try
        {
            string cookie;
            await using (var open = await GatewayEnvironment.StartAsync(Python27, signIn: options => options.KeyFile = key))
            {
                var visitor = new Visitor(open);
                await visitor.SignInAsync("ann@example.com", admin: true);
                cookie = visitor.Cookie;
            }

            // The same key again: the cookie is good where it is honoured.
            await using (var again = await GatewayEnvironment.StartAsync(Python27, signIn: options => options.KeyFile = key))
            {
                await again.GetAsync("/", $"Cookie: {cookie}");
                Assert.Equal("ann@example.com", Assert.Single(again.Dispatched).Environ["USER_EMAIL"]);
            }

            const string Yaml = "runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /in, script: main.app, login: required}, {url: /.*, script: main.app}]\n";
            await using var closed = await GatewayEnvironment.StartAsync(
                Yaml, configure: options => options.TrustedProxies = ["10.0.0.1"], signIn: options => options.KeyFile = key);
            var page = await closed.GetAsync("/_ah/login", $"Cookie: {cookie}");
            var refused = await closed.GetAsync("/in", $"Cookie: {cookie}");
            await closed.GetAsync("/", $"Cookie: a=1; {cookie}");

            Assert.Equal(403, page.Status);
            Assert.Contains("Nobody can sign in here: ", page.Text, StringComparison.Ordinal);
            Assert.Equal((302, $"{Here}/_ah/login?continue=http%3A%2F%2Flocalhost%3A8080%2Fin"), (refused.Status, refused["Location"]));
            var environ = Assert.Single(closed.Dispatched).Environ;
            Assert.Equal(("", "0", "a=1"), (environ["USER_EMAIL"], environ["USER_IS_ADMIN"], environ["HTTP_COOKIE"]));
        }
        finally
        {
            File.Delete(key);
        }
    }

    [Fact]
    public async Task Settings_out_of_range_are_named()
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            GatewayEnvironment.StartAsync(signIn: options => (options.Expiry, options.Development) = (TimeSpan.Zero, (DevelopmentSignIn)9)));

        Assert.Contains("SignIn:Expiry is", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SignIn:Development is", failure.Message, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, string>> SeenAsync(string appYaml, string email, bool admin)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(appYaml);
        var visitor = new Visitor(gateway);
        await visitor.SignInAsync(email, admin);
        await visitor.GetAsync("/", "X-Appengine-User-Email: eve@example.com", "X-Appengine-User-Is-Admin: 1", "X-Appengine-Auth-Domain: evil.com");
        return Assert.Single(gateway.Dispatched).Environ;
    }
}
