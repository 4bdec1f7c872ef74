using Actors.Configuration;
using Actors.Gateway.Access;
using Actors.Gateway.Platform;
using Actors.Gateway.SignIn;
using Actors.Gateway.Tests.SignIn;
using Actors.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Actors.Gateway.Tests.Access;

/// <summary><c>login</c> and <c>auth_fail_action</c>.</summary>
public class LoginTests
{
    private const string Yaml = """
        runtime: python3
        default_expiration: 1h
        handlers:
        - url: /required
          script: auto
          login: required
        - url: /required-401
          script: auto
          login: required
          auth_fail_action: unauthorized
        - url: /admin
          script: auto
          login: admin
        - url: /admin-401
          script: auto
          login: admin
          auth_fail_action: unauthorized
        - url: /files/required
          static_dir: static
          login: required
        - url: /files/admin
          static_dir: static
          login: admin
          auth_fail_action: unauthorized
        - url: /files/open
          static_dir: static
        - url: /pages/(.*)
          static_files: static/\1
          upload: static/.*
          login: admin
          require_matching_file: true
        - url: /.*
          script: auto
        """;

    public static IEnumerable<object?[]> Verdicts => Table.Rows("Access/login.table");

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Who_is_served_says_the_table(string login, string action, string who, string verdict)
    {
        var app = AppYamlReader.Read($"runtime: python3\nhandlers: [{{url: /.*, script: auto, login: {login}, auth_fail_action: {action}}}]\n", "app.yaml").Value!;
        var user = who is "user" or "admin" ? new SignedInUser("ann@example.com", who == "admin") : null;

        var requirement = LoginRequirement.Of(Assert.Single(app.Handlers))!;

        Assert.Equal(verdict, requirement.Judge(user, who == "platform" ? RequestKind.Task : RequestKind.User).ToString());
    }

    [Theory]
    [InlineData("/required", 302, 200, 200)]
    [InlineData("/required-401", 401, 200, 200)]
    [InlineData("/admin", 302, 401, 200)]
    [InlineData("/admin-401", 401, 401, 200)]
    [InlineData("/files/required/a.txt", 302, 200, 200)]
    [InlineData("/files/required/none.txt", 302, 404, 404)]
    [InlineData("/files/admin/a.txt", 401, 401, 200)]
    [InlineData("/files/open/a.txt", 200, 200, 200)]
    [InlineData("/pages/a.txt", 302, 401, 200)]
    [InlineData("/pages/none.txt", 302, 401, 200)]
    [InlineData("/other", 200, 200, 200)]
    public async Task Scripts_and_files_are_for_those_whom_the_handler_names(string path, int anonymous, int user, int admin)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", "a");
        var visitor = new Visitor(gateway);

        Assert.Equal(anonymous, (await visitor.GetAsync(path)).Status);
        Assert.Equal(anonymous == 200 && !path.StartsWith("/files", StringComparison.Ordinal) ? 1 : 0, gateway.Dispatched.Count);
        await visitor.SignInAsync("ann@example.com");
        Assert.Equal(user, (await visitor.GetAsync(path)).Status);
        await visitor.SignInAsync("ann@example.com", admin: true);
        Assert.Equal(admin, (await visitor.GetAsync(path)).Status);
        await visitor.GetAsync("/_ah/logout");
        Assert.Equal(anonymous, (await visitor.GetAsync(path)).Status);
    }

    [Theory]
    [InlineData("0-dot-secret-dot-shop.localhost", "/other", 302, 401, 503)] // no instance runs here
    [InlineData("secret-dot-shop.localhost", "/other", 302, 401, 200)]
    [InlineData("secret-dot-shop.localhost", "/files/open/a.txt", 302, 401, 200)]
    [InlineData("public-dot-shop.localhost", "/other", 200, 200, 200)]
    [InlineData("0123456789abcdef0123456789abcdef0123.1.default.shop.localhost", "/other", 302, 401, 503)] // of automatic scaling
    [InlineData("0123456789abcdef0123456789abcdef0123.1.public.shop.localhost", "/other", 503, 503, 503)]
    public async Task Backends_that_are_not_public_and_single_instances_of_automatic_scaling_are_for_administrators(string host, string path, int anonymous, int user, int admin)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", "a");
        var backend = gateway.Deployment($"{Yaml}\nmanual_scaling: {{instances: 1}}\n");
        gateway.Routes.Publish(Deployments.Snapshot(
            "shop", 2, gateway.Deployment(Yaml), backend with { Service = "secret", Backend = new(false, false) }, backend with { Service = "public", Backend = new(true, false) }));
        var visitor = new Visitor(gateway, host);

        Assert.Equal(anonymous, (await visitor.GetAsync(path)).Status);
        await visitor.SignInAsync("ann@example.com");
        Assert.Equal(user, (await visitor.GetAsync(path)).Status);
        await visitor.SignInAsync("ann@example.com", admin: true);
        var served = await visitor.GetAsync(path);
        Assert.Equal(admin, served.Status);
        Assert.DoesNotContain("public", served["Cache-Control"], StringComparison.Ordinal);
        if (!host.StartsWith('0'))
            Assert.Equal(200, (await gateway.Platform.GetAsync(new PlatformRequest(host, path), default, default))!.Status);
    }

    [Fact]
    public async Task The_redirect_leads_to_the_sign_in_page_and_from_there_back()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);

        var response = await gateway.SendAsync("POST /required?a=b%26c&d HTTP/1.1", ["Host: shop.localhost:8080"], "x"u8.ToArray());

        Assert.Equal((302, "http://shop.localhost:8080/_ah/login?continue=http%3A%2F%2Fshop.localhost%3A8080%2Frequired%3Fa%3Db%2526c%26d"), (response.Status, response["Location"]));
    }

    [Fact]
    public async Task A_refusal_says_why_and_is_not_kept()
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        var visitor = new Visitor(gateway);

        var anonymous = await visitor.GetAsync("/admin-401");
        await visitor.SignInAsync("o'neill@example.com");
        var user = await visitor.GetAsync("/admin");

        Assert.Contains("This page is for those who are signed in.", anonymous.Text, StringComparison.Ordinal);
        Assert.Contains("You are signed in as o&#39;neill@example.com, who is no administrator of this app.", user.Text, StringComparison.Ordinal);
        Assert.All([anonymous, user], response => Assert.Equal(("text/html; charset=utf-8", "no-cache"), (response["Content-Type"], response["Cache-Control"])));
    }

    [Theory]
    [InlineData("/files/required/a.txt", "private, max-age=3600")]
    [InlineData("/files/open/a.txt", "public, max-age=3600")]
    public async Task Files_that_are_not_for_everybody_are_not_for_shared_caches(string path, string expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        gateway.Write("static/a.txt", "a");
        var visitor = new Visitor(gateway);
        await visitor.SignInAsync("ann@example.com");

        Assert.Equal(expected, (await visitor.GetAsync(path))["Cache-Control"]);
    }

    [Theory]
    [InlineData("/admin", RequestKind.Task, 200)]
    [InlineData("/required-401", RequestKind.Task, 401)]
    [InlineData("/admin", RequestKind.User, 302)]
    [InlineData("/_ah/login", RequestKind.Task, 200)]
    public async Task The_platform_passes_as_an_administrator_by_what_the_gateway_knows(string path, RequestKind kind, int status)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);
        var visitor = new Visitor(gateway);
        await visitor.SignInAsync("ann@example.com", admin: true);
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Host = new("shop.localhost");
        context.Request.Path = path;
        if (kind == RequestKind.Task)
            context.Request.Headers.Cookie = visitor.Cookie; // which makes no difference: a task is nobody
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = path;

        await gateway.HandleAsync(context, kind);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.All(gateway.Dispatched, request => Assert.DoesNotContain("HTTP_X_APPENGINE_USER_EMAIL", request.Environ));
    }

    [Theory]
    [InlineData("X-Appengine-Cron: true")]
    [InlineData("X-Appengine-QueueName: default")]
    [InlineData("X-Appengine-User-Is-Admin: 1")]
    [InlineData("X-Appengine-Fake-Is-Admin: 1")]
    [InlineData("X-Appengine-User-Email: ann@example.com")]
    [InlineData("Cookie: dev_appserver_login=ann@example.com:True:185804764220139124118")]
    [InlineData("Cookie: actors_sign_in=ann@example.com:True:185804764220139124118")]
    [InlineData("Cookie: actors_sign_in")]
    public async Task Nothing_that_a_client_says_passes_for_a_user_or_the_platform(string header)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(Yaml);

        Assert.Equal(401, (await gateway.GetAsync("/admin-401", header)).Status);
        Assert.Equal(401, (await gateway.GetAsync("/required-401", header)).Status);
    }
}
