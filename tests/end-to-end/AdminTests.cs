using System.Diagnostics;
using System.Text.Json;

namespace Actors.EndToEnd.Tests;

/// <summary>The command line against a real silo with two versions: one pass over what a person does between a deployment and its end.</summary>
[Trait("Category", "Slow")]
public sealed class AdminTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_person_looks_moves_traffic_and_clears_up()
    {
        using var v1 = App("v1");
        using var v2 = App("v2");
        await using var silo = await SiloProcess.StartAsync([v1.Path, v2.Path]);
        using var client = silo.Client("shop");
        Assert.Equal("v1", await client.GetStringAsync("/"));

        Assert.Contains("shop  serving         2  default", await OkAsync(silo, "apps"), StringComparison.Ordinal);
        Assert.Matches(@"shop +default +v1 +100 % +serving +1 ", await OkAsync(silo, "versions", "shop"));
        Assert.Matches(@"shop +default +v1 +[0-9a-f]{12} +- +serving +1 ", await OkAsync(silo, "instances", "shop", "v1"));
        var state = JsonDocument.Parse(await OkAsync(silo, "traffic", "shop", "--json")).RootElement.GetProperty("etag").GetString()!;

        Assert.Contains("v2         100 %", await OkAsync(silo, "promote", "shop", "v2"), StringComparison.Ordinal);
        await SiloProcess.UntilAsync(async () => await client.GetStringAsync("/") == "v2", "v2 did not get the traffic");
        var (status, said) = await ActorsAsync(silo, "promote", "shop", "v1", "--if-match", state);
        Assert.Equal(4, status);
        Assert.Contains("has changed meanwhile", said, StringComparison.Ordinal);
        Assert.Contains("v1         100 %", await OkAsync(silo, "rollback", "shop"), StringComparison.Ordinal);
        Assert.Matches(@"migration to v2 is done", await OkAsync(silo, "migrate", "shop", "v2", "--for", "1s"));

        Assert.Equal("shop v1 is stopped\n", await OkAsync(silo, "stop", "shop", "v1"));
        Assert.Equal("shop v1 serves\n", await OkAsync(silo, "start", "shop", "v1"));
        Assert.Equal("shop v1 is deleted\n", await OkAsync(silo, "delete", "shop", "v1"));
        (status, said) = await ActorsAsync(silo, "stop", "shop", "v2");
        Assert.Equal(1, status);
        Assert.Contains("gets 100 % of the traffic", said, StringComparison.Ordinal);
        (status, said) = await ActorsAsync(silo, "promote", "shp", "v2");
        Assert.Equal((1, "actors: There is no app 'shp'. Did you mean \"shop\"?\n"), (status, said));
        Assert.Equal("v2", await client.GetStringAsync("/"));
        Assert.Equal(0, await silo.StopAsync());
        (status, said) = await ActorsAsync(silo, "versions");
        Assert.Equal(3, status);
        Assert.StartsWith($"actors: No silo answers at http://127.0.0.1:{silo.AdminPort}.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_show_how_many_of_their_requests_failed()
    {
        using var app = AppDirectory.Python3("shop", """
            def app(environ, start_response):
                if environ['PATH_INFO'] == '/raises':
                    raise ValueError('on purpose')
                start_response(environ['PATH_INFO'][1:] + ' Said so', [('Content-Type', 'text/plain')])
                return [b'']
            """);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client("shop");
        foreach (var path in (string[])["/200", "/404", "/503", "/raises"])
            Assert.Equal(path == "/raises" ? 500 : int.Parse(path[1..], System.Globalization.CultureInfo.InvariantCulture), (int)(await client.GetAsync(path)).StatusCode);

        var instance = Assert.Single(await silo.InstancesAsync());
        Assert.Equal((4, 2), (instance.GetProperty("requests").GetInt32(), instance.GetProperty("errors").GetInt32()));
        Assert.Matches(@"REQUESTS +ERRORS[^\n]+\nshop .* serving +4 +2 ", await OkAsync(silo, "instances", "shop"));
        Assert.Contains("\"errors\": 2,", await OkAsync(silo, "instances", "shop", "--json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_following_of_a_migration_and_not_the_migration()
    {
        using var v1 = App("v1");
        using var v2 = App("v2");
        await using var silo = await SiloProcess.StartAsync([v1.Path, v2.Path]);
        var start = new ProcessStartInfo(Path.Combine(SiloProcess.Repository, "actors"), ["migrate", "shop", "v2", "--for", "1h", "--admin-port", $"{silo.AdminPort}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var following = Process.Start(start)!;
        Assert.StartsWith("migration to v2", await following.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        SiloProcess.Signal(following.Id, "INT");
        Assert.StartsWith("It goes on in the silo", await following.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await following.WaitForExitAsync();
        Assert.Equal(130, following.ExitCode);
        Assert.Matches("\"state\": \"(warmingUp|moving)\"", await OkAsync(silo, "traffic", "shop", "--json"));
    }

    [Fact]
    public async Task Where_others_reach_it_there_is_no_silo_without_a_token()
    {
        using var app = App("v1");
        var (status, output) = await SiloProcess.RunToEndAsync([app.Path], ("Admin__Address", "*"));
        Assert.Equal(3, status);
        Assert.Contains("Admin:Address is \"*\", which others can reach: set Admin:Token or Admin:TokenFile, or leave it on localhost.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_token_the_command_line_shows_it()
    {
        using var app = App("v1");
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Admin__Token", Token));
        var (status, said) = await ActorsAsync(silo, "apps");
        Assert.Equal(3, status);
        Assert.Contains("wants its token", said, StringComparison.Ordinal);
        (status, said) = await ActorsAsync(silo, [("ACTORS_ADMIN_TOKEN", Token)], "apps");
        Assert.Equal(0, status);
        Assert.Contains("shop", said, StringComparison.Ordinal);
    }

    private static AppDirectory App(string version) => AppDirectory.Python3(
        "shop", $"def app(environ, start_response):\n    start_response('200 OK', [('Content-Type', 'text/plain')])\n    return [b'{version}']\n", $"version: {version}\n");

    private static async Task<string> OkAsync(SiloProcess silo, params string[] arguments)
    {
        var (status, output) = await ActorsAsync(silo, arguments);
        Assert.True(status == 0, output);
        return output;
    }

    private static Task<(int Status, string Output)> ActorsAsync(SiloProcess silo, params string[] arguments) => ActorsAsync(silo, [], arguments);

    private static async Task<(int Status, string Output)> ActorsAsync(SiloProcess silo, (string Name, string Value)[] variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(SiloProcess.Repository, "actors"), [.. arguments, "--admin-port", $"{silo.AdminPort}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
