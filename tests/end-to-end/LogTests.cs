using System.Text.Json;
using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests;

/// <summary>What is printed and written of requests, whole.</summary>
[Trait("Category", "Slow")]
public sealed class LogTests
{
    private const string Main = """
        import logging
        logging.getLogger().setLevel(logging.INFO)
        def app(environ, start_response):
            logging.warning('careful: \x1b[2J %s', environ['REQUEST_LOG_ID'])
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'ok']
        """;

    [Fact]
    public async Task Json_lines_parse_and_hold_what_the_app_logged()
    {
        using var app = AppDirectory.Python3("jsonapp", Main);
        await using var silo = await SiloProcess.StartAsync([app.Path, "--log-format", "json"]);
        using var client = silo.Client("jsonapp");
        await client.GetAsync("/a?b=%22");
        await client.GetAsync("/c");
        await silo.WaitForLineAsync("\"resource\":\"/c\"");

        var requests = silo.Output.Split('\n').Where(line => line.Contains("\"requestId\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.Equal(["/a?b=%22", "/c"], requests.Select(request => request.GetProperty("resource").GetString()));
        Assert.Equal([true, false], requests.Select(request => request.GetProperty("wasLoadingRequest").GetBoolean()));
        Assert.All(requests, request =>
        {
            var line = request.GetProperty("line").EnumerateArray().First(); // the first request has the platform's loading line behind it
            Assert.Equal("WARNING", line.GetProperty("severity").GetString());
            Assert.Contains($"careful: \e[2J {request.GetProperty("requestId").GetString()}", line.GetProperty("logMessage").GetString(), StringComparison.Ordinal);
            Assert.Equal(("jsonapp", "default", 200), (request.GetProperty("appId").GetString(), request.GetProperty("moduleId").GetString(), request.GetProperty("status").GetInt32()));
            Assert.NotEqual("", request.GetProperty("instanceId").GetString());
        });

        // The silo's own lines are objects too.
        Assert.All(silo.Output.Split('\n').Where(line => line.StartsWith('{')), line => JsonDocument.Parse(line).Dispose());
        Assert.Contains(silo.Output.Split('\n'), line => line.Contains("\"eventId\":1200", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_console_and_the_file_have_App_Engines_line_and_a_restart_appends()
    {
        using var app = AppDirectory.Python3("fileapp", Main);
        using var logs = new AppDirectory();
        for (var life = 0; life < 2; life++)
        {
            await using var silo = await SiloProcess.StartAsync([app.Path, "--log-format", "apache"], ("Gateway__RequestLogDirectory", Path.Combine(logs.Path, "logs")));
            using var client = silo.Client("fileapp");
            await client.GetAsync("/x");
            await silo.WaitForLineAsync("^127.0.0.1 - - .* \"GET /x HTTP/1.1\" 200 2 \"-\" \"-\" \"fileapp.localhost:[0-9]+\" ms=[0-9]+ cpu_ms=[0-9]+ cpm_usd=[0-9.]+ .*loading_request=1 instance=[0-9a-f]+ app_engine_release=");
            Assert.Equal(0, await silo.StopAsync());
        }

        var file = File.ReadAllLines(Path.Combine(logs.Path, "logs", "fileapp.log"));
        Assert.Equal(2, file.Count(line => line.StartsWith("127.0.0.1 - - [", StringComparison.Ordinal)));
        Assert.Equal(2, file.Count(line => Regex.IsMatch(line, @"^\t2:\d+\.\d{6} .*careful: \\x1b\[2J ")));
    }

    [Fact]
    public async Task The_files_are_in_the_data_directory_and_what_cannot_be_written_harms_no_request()
    {
        using var app = AppDirectory.Python3("dataapp", Main);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client("dataapp");
        await client.GetAsync("/");
        var file = Path.Combine(silo.Data, "logs", "dataapp.log");
        await SiloProcess.Until(() => File.Exists(file) && new FileInfo(file).Length > 0, () => silo.Output);

        Directory.Delete(Path.Combine(silo.Data, "logs"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(silo.Data, "logs"), "");
        Assert.Equal("ok", await client.GetStringAsync("/"));
        await silo.WaitForLineAsync("WARN  Requests cannot be written to ");
        Assert.Equal("ok", await client.GetStringAsync("/"));
        Assert.Equal(0, await silo.StopAsync());
        Assert.Single(silo.Output.Split('\n'), line => line.Contains("Requests cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_that_cannot_be_started_is_told_of_once_below_the_request()
    {
        using var app = AppDirectory.Python3("spawnless", Main);
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Runtimes__SeparateUsers", "false"));
        Directory.Delete(Path.Combine(silo.Data, "apps", "spawnless"), recursive: true);
        using var client = silo.Client("spawnless");

        await client.GetAsync("/once");
        await silo.WaitForLineAsync(" 500 .* GET /once ");
        Assert.Equal(0, await silo.StopAsync());

        var lines = silo.Output.Split('\n');
        var at = Array.FindIndex(lines, line => line.Contains("GET /once ", StringComparison.Ordinal));
        Assert.Matches("^ +[0-9:.]+ ERROR .", lines[at + 1]);
        Assert.DoesNotContain(lines, line => line.Contains("could not be started. ", StringComparison.Ordinal) && !line.StartsWith(' '));
    }

    [Fact]
    public async Task An_unknown_format_is_refused()
    {
        var (status, output) = await SiloProcess.RunToEndAsync(["--log-format", "xml"]);
        Assert.Equal(2, status);
        Assert.Contains("--log-format \"xml\" is not a format: give text, json or apache.", output, StringComparison.Ordinal);
    }
}
