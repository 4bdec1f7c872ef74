using System.Net;

namespace Actors.EndToEnd.Tests;

[Trait("Category", "Slow")]
public sealed class ReloadTests(ReloadApps apps) : IClassFixture<ReloadApps>
{
    [Fact]
    public async Task A_changed_file_is_live_on_the_very_next_request()
    {
        var (app, silo) = (apps["edit"], await apps.SiloAsync());
        using var client = silo.Client("edit");
        Assert.Equal("0", await client.GetStringAsync("/"));

        for (var edit = 1; edit <= 20; edit++)
        {
            app.Write("main.py", ServingTests.Reply($"{edit}"));
            Assert.Equal($"{edit}", await client.GetStringAsync("/"));
        }
    }

    [Fact]
    public async Task A_syntax_error_shows_its_traceback_in_the_browser_and_mending_it_recovers()
    {
        var (app, silo) = (apps["broken"], await apps.SiloAsync());
        using var client = silo.Client("broken");
        await client.GetStringAsync("/");

        app.Write("main.py", "def app(environ, start_response:\n    pass\n");
        var broken = await client.GetAsync("/");
        var page = WebUtility.HtmlDecode(await broken.Content.ReadAsStringAsync());
        app.Write("main.py", ServingTests.Reply("mended"));

        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.Contains("SyntaxError", page, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(app.Path, "main.py"), page, StringComparison.Ordinal);
        Assert.Equal("mended", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task New_modules_new_directories_deleted_files_and_app_yaml_itself_take_effect()
    {
        var (app, silo) = (apps["grows"], await apps.SiloAsync());
        using var client = silo.Client("grows");
        Assert.Equal("none", await client.GetStringAsync("/"));

        app.Write("package/__init__.py", "");
        app.Write("package/module.py", "TEXT = 'new'");
        Assert.Equal("new", await client.GetStringAsync("/"));

        app.Write("package/module.py", "TEXT = 'newer'");
        Assert.Equal("newer", await client.GetStringAsync("/"));

        File.Delete(Path.Combine(app.Path, "package/module.py"));
        Assert.Equal("none", await client.GetStringAsync("/"));

        app.Write("app.yaml", "application: grows\nruntime: python3\nhandlers:\n- url: /only\n  script: auto\n");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/")).StatusCode);
        Assert.Equal("none", await client.GetStringAsync("/only"));
    }

    [Fact]
    public async Task A_mistake_in_app_yaml_is_shown_in_the_browser_and_mending_it_recovers()
    {
        var (app, silo) = (apps["typo"], await apps.SiloAsync());
        using var client = silo.Client("typo");
        await client.GetStringAsync("/");

        app.Write("app.yaml", "application: typo\nruntime: python3\nhandler: []\n");
        var wrong = await client.GetAsync("/");
        Assert.Equal(HttpStatusCode.InternalServerError, wrong.StatusCode);
        Assert.Contains("handlers", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        app.Write("app.yaml", "application: typo\nruntime: python3\n");
        Assert.Equal("good", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task An_included_file_takes_effect_when_it_changes_also_where_it_does_not_belong_to_the_version()
    {
        var (app, silo) = (apps["including"], await apps.SiloAsync());
        using var client = silo.Client("including");
        Assert.Equal("one", await client.GetStringAsync("/"));

        app.Write("common/include.yaml", "env_variables: {WORD: two}\n");
        Assert.Equal("two", await client.GetStringAsync("/"));

        app.Write("common/include.yaml", "env_variables: {W-ORD: two}\n");
        var wrong = WebUtility.HtmlDecode(await (await client.GetAsync("/")).Content.ReadAsStringAsync());
        Assert.Contains("common/include.yaml:1:17", wrong, StringComparison.Ordinal);

        app.Write("common/include.yaml", "env_variables: {WORD: three}\n");
        Assert.Equal("three", await client.GetStringAsync("/"));
    }

    [Fact]
    public async Task What_gcloudignore_leaves_out_is_neither_served_nor_seen_by_the_app_from_the_next_request_on()
    {
        var (app, silo) = (apps["ignoring"], await apps.SiloAsync());
        using var client = silo.Client("ignoring");
        Assert.Equal("secret", await client.GetStringAsync("/s/secret.txt"));
        Assert.Equal("True", await client.GetStringAsync("/"));

        app.Write(".gcloudignore", "#!include:.gitignore\n");
        app.Write(".gitignore", "secret.txt\n");
        Assert.Equal("False", await client.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/s/secret.txt")).StatusCode);

        app.Write(".gitignore", "# nothing\n");
        Assert.Equal("True", await client.GetStringAsync("/"));
        Assert.Equal("secret", await client.GetStringAsync("/s/secret.txt"));
    }
}
