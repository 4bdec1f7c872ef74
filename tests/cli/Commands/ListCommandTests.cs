using System.Text.Json;
using Actors.Grains;

namespace Actors.Cli.Tests.Commands;

public sealed class ListCommandTests
{
    [Fact]
    public async Task Apps()
    {
        var run = new CliRun().Answers("GET /api/apps", Rows.Apps);
        Assert.Equal(0, await run.RunAsync("apps"));
        Assert.Equal(
            """
            APP        VERSIONS  SERVICES
            blog              1  default
            guestbook         4  backend, default

            """,
            run.Output);
    }

    [Fact]
    public async Task Services()
    {
        var run = new CliRun().Answers("GET /api/services?app=guestbook", Rows.Services);
        Assert.Equal(0, await run.RunAsync("services guestbook"));
        Assert.Equal(
            """
            APP        SERVICE  TRAFFIC          SPLIT BY  VERSIONS
            guestbook  backend  b1 100 %         ip        b1
            guestbook  default  v1 90 %, v2 10 %  cookie    v1, v2, v3

            """.Replace("TRAFFIC          SPLIT BY", "TRAFFIC           SPLIT BY", StringComparison.Ordinal).Replace("b1 100 %         ip", "b1 100 %          ip", StringComparison.Ordinal),
            run.Output);
    }

    [Fact]
    public async Task Versions_on_a_wide_and_on_a_narrow_terminal()
    {
        var run = new CliRun().Answers("GET /api/versions", Rows.Versions);
        Assert.Equal(0, await run.RunAsync("versions"));
        Assert.Equal(
            """
            APP        SERVICE  VERSION  TRAFFIC  STATE    INSTANCES  IN FLIGHT  SCALING         RUNTIME   DEPLOYED  SOURCE
            guestbook  default  v1          90 %  serving          3          7  automatic       python3        3 h  /srv/guestbook
            guestbook  default  v2          10 %  serving          1          0  automatic 1-20  python27       2 m  -
            guestbook  default  v3             -  stopped          0          0  manual 2        python27       1 d  -

            """,
            run.Output);

        var narrow = new CliRun { Width = 80 }.Answers("GET /api/versions", Rows.Versions);
        Assert.Equal(0, await narrow.RunAsync("versions"));
        Assert.Equal(
            """
            APP        SERVICE  VERSION  TRAFFIC  STATE    INSTANCES  SCALING
            guestbook  default  v1          90 %  serving          3  automatic
            guestbook  default  v2          10 %  serving          1  automatic 1-20
            guestbook  default  v3             -  stopped          0  manual 2

            """,
            narrow.Output);
    }

    [Fact]
    public async Task Instances()
    {
        var run = new CliRun().Answers("GET /api/instances?app=guestbook&version=v1", (object)new[]
        {
            Rows.Instance("00c61b117c0123456789", InstanceState.Serving, 1200, 3, TimeSpan.FromMinutes(5)), Rows.Instance("00c61b117cffffffffff", InstanceState.Draining, 7, 1, TimeSpan.FromDays(2)),
        });
        Assert.Equal(0, await run.RunAsync("instances guestbook v1"));
        Assert.Equal(["guestbook", "default", "v1", "00c61b117c01", "serving", "1200", "3", "2.6", "MB", "5", "m"], run.Output.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[..11]);
        Assert.Contains("draining", run.Output.Split('\n')[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apps", "GET /api/apps")]
    [InlineData("services", "GET /api/services")]
    [InlineData("versions", "GET /api/versions")]
    [InlineData("instances", "GET /api/instances")]
    [InlineData("cron list", "GET /api/cron")]
    public async Task Nothing_is_said_in_words_and_as_an_empty_array(string line, string request)
    {
        var run = new CliRun().Answers(request, "[]");
        Assert.Equal(0, await run.RunAsync(line));
        Assert.StartsWith("no ", run.Output, StringComparison.Ordinal);
        var json = new CliRun().Answers(request, "[]");
        Assert.Equal(0, await json.RunAsync(line + " --json"));
        Assert.Equal("[]\n", json.Output);
    }

    [Fact]
    public async Task For_machines_it_is_what_the_silo_said()
    {
        var run = new CliRun { Width = 10, HasColours = true }.Answers("GET /api/versions?app=guestbook&service=default", Rows.Versions);
        Assert.Equal(0, await run.RunAsync("versions guestbook/default --json"));
        Assert.Equal(["v1", "v2", "v3"], JsonElement.Parse(run.Output).EnumerateArray().Select(static row => row.GetProperty("version").GetString()));
    }
}
