using Actors.Gateway.Routes;

namespace Actors.Gateway.Tests.Routes;

public class HandlerTests
{
    private const string Handlers =
        """
        runtime: python27
        api_version: 1
        threadsafe: false
        handlers:
        - url: /favicon\.ico
          static_files: static/favicon.ico
          upload: static/favicon\.ico
        - url: /(.*\.(gif|png))
          static_files: images/\1
          upload: images/.*\.(gif|png)
        - url: /static
          static_dir: assets/
        - url: /docs/
          static_dir: docs
        - url: /(en|de)/files
          static_dir: files
        - url: /exact
          script: exact.app
        - url: /either|/or
          script: either.app
        - url: /admin/(?P<page>[a-z]+)/.*
          script: admin.\1.app
        - url: /cgi/.*
          script: cgi/main.py
        - url: /twice(a|b)\1
          script: twice.app
        - url: /api/.*
          script: api.app
        - url: /p(.*)q(.*)
          script: last.app
        """;

    private readonly VersionRoute _version = VersionRoute.Compile(Deployments.Of("shop", Handlers));

    [Theory]
    [InlineData("/favicon.ico", "static/favicon.ico")]
    [InlineData("/favicon_ico", null)]
    [InlineData("/a/b.png", "images/a/b.png")]
    [InlineData("/a/b.pngx", null)]
    [InlineData("/static/x/y.css", "assets/x/y.css")]
    [InlineData("/static/", "assets/")]
    [InlineData("/static", null)]
    [InlineData("/staticx", null)]
    [InlineData("/docs/a", "docs/a")]
    [InlineData("/de/files/a/b", "files/a/b")]
    [InlineData("/fr/files/a", null)]
    [InlineData("/exact", "exact.app")]
    [InlineData("/exact/", null)]
    [InlineData("/Exact", null)]
    [InlineData("/either", "either.app")]
    [InlineData("/or", "either.app")]
    [InlineData("/either/or", null)]
    [InlineData("/admin/users/1", "admin.users.app")]
    [InlineData("/cgi/x", "cgi/main.py")]
    [InlineData("/twiceaa", "twice.app")]
    [InlineData("/twiceab", null)]
    [InlineData("/api/", "api.app")]
    [InlineData("/api", null)]
    [InlineData("/api/a\nb", null)]
    [InlineData("/pxqy", "last.app")]
    [InlineData("/", null)]
    public void The_first_handler_that_matches_the_whole_path_wins(string path, string? expected)
    {
        var handler = _version.Match(path, 0, out var target);

        Assert.Equal(expected, handler < 0 ? null : target);
    }

    [Theory]
    [InlineData("runtime: python3\n", "main:app")]
    [InlineData("runtime: python3\nentrypoint: gunicorn -b :$PORT shop.wsgi:application\n", "shop.wsgi:application")]
    [InlineData("runtime: python3\nhandlers: [{url: /.*, script: auto}]\n", "main:app")]
    [InlineData("runtime: python3\nentrypoint: gunicorn web:app\nhandlers: [{url: /s, static_dir: s}]\n", "web:app")]
    [InlineData("runtime: python3\nhandlers: [{url: .*, script: other.app}]\n", "other.app")]
    public void What_python3_apps_leave_unsaid_is_main_app(string yaml, string expected)
    {
        var version = VersionRoute.Compile(Deployments.Of("shop", yaml));

        Assert.True(version.Match("/any/thing", 0, out var target) >= 0);
        Assert.Equal(expected, target);
    }

    [Fact]
    public void A_pattern_that_takes_for_ever_does_not_match()
    {
        var version = VersionRoute.Compile(Deployments.Of("shop", "runtime: python3\nhandlers: [{url: /(a|a)*b, script: auto}]\n"));

        Assert.True(version.Match("/" + new string('a', 40), 0, out _) < 0);
    }

    [Fact]
    public void A_file_that_upload_leaves_out_is_not_static()
    {
        var version = VersionRoute.Compile(Deployments.Of("shop", "runtime: python3\nentrypoint: gunicorn main:app\nhandlers: [{url: /(.*), static_files: '\\1', upload: 'public/.*'}]\n"));

        version.Match("/main.py", 0, out var target);
        Assert.Equal("", target);
    }

    [Fact]
    public void A_broken_configuration_is_kept_as_errors()
    {
        var version = VersionRoute.Compile(Deployments.Of("shop", "runtime: python3\nnonsense: 1\n"));

        Assert.Equal("app.yaml:2:1: ", version.Errors[0].ToString()[..14]);
        Assert.True(version.Match("/", 0, out _) < 0);
    }
}
