namespace Actors.Gateway.Tests.Static;

/// <summary>What does not belong to a version is not served.</summary>
public class SkippedFilesTests
{
    private const string Python27 =
        """
        runtime: python27
        api_version: 1
        threadsafe: true
        handlers:
        - url: /static
          static_dir: static
        - url: /maybe
          static_dir: static
          require_matching_file: true
        - url: /maybe/.*
          script: main.app
        """;

    private const string Handlers =
        """
        runtime: python3
        entrypoint: gunicorn main:app
        handlers:
        - url: /static
          static_dir: static
        - url: /maybe
          static_dir: static
          require_matching_file: true
        - url: /maybe/.*
          script: auto

        """;

    [Theory]
    [InlineData("a.txt", false)]
    [InlineData(".hidden", true)]
    [InlineData(".git/config", true)]
    [InlineData("a/.git/config", true)]
    [InlineData("RCS/a.txt", true)]
    [InlineData("a.txt~", true)]
    [InlineData("%23a.txt%23", true)]
    [InlineData("a.pyc", true)]
    [InlineData(".well-known/assetlinks.json", true)]
    [InlineData("__pycache__/a.txt", false)]
    public Task Without_skip_files_python27_leaves_out_what_App_Engine_did(string path, bool skipped) => CheckAsync(Python27, path, skipped, development: false);

    [Theory]
    [InlineData("a.txt", false)]
    [InlineData(".well-known/assetlinks.json", false)]
    [InlineData(".hidden", false)]
    [InlineData(".git/config", true)]
    [InlineData("a/.git/config", true)]
    [InlineData(".gitignore", true)]
    [InlineData("a/.gcloudignore", true)]
    [InlineData(".github/a.txt", false)]
    [InlineData("__pycache__/a.txt", true)]
    [InlineData("a.pyc", true)]
    public Task Without_skip_files_python3_leaves_out_what_gcloud_does(string path, bool skipped) => CheckAsync(Handlers, path, skipped, development: true);

    [Theory]
    [InlineData("secret/key.pem", true)]
    [InlineData("secret/deep/key.pem", true)]
    [InlineData("secrets.txt", false)]
    [InlineData("a.bak", true)]
    [InlineData("a.bak.txt", false)]
    [InlineData(".hidden", false)]
    public async Task What_skip_files_names_is_not_served_nor_what_lies_in_it(string path, bool skipped)
    {
        const string Yaml = Handlers + "skip_files:\n- ^static/secret$\n- .*\\.bak\n";
        await CheckAsync(Yaml, path, skipped, development: false);
        await CheckAsync(Yaml, path, skipped, development: true);
    }

    [Fact]
    public Task A_pattern_that_takes_for_ever_shows_nothing() =>
        CheckAsync(Handlers + "skip_files: (static/|a|a|aa)*b\n", new string('a', 60), skipped: true, development: false);

    private static async Task CheckAsync(string yaml, string path, bool skipped, bool development)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(yaml, development);
        gateway.App = _ => Answer.Of("script");
        gateway.Write($"static/{Uri.UnescapeDataString(path)}", "content");

        var response = await gateway.GetAsync($"/static/{path}");
        var next = await gateway.GetAsync($"/maybe/{path}");

        Assert.Equal(skipped ? 404 : 200, response.Status);
        Assert.Equal(skipped ? "script" : "content", next.Text);
    }
}
