namespace Actors.Cli.Tests.Commands;

public sealed class MistakeTests
{
    [Theory]
    [InlineData("verions", "Did you mean \"versions\"?")]
    [InlineData("versions --jsn", "Did you mean \"--json\"?")]
    [InlineData("promote guestbook", "`promote` needs APP[/SERVICE] VERSION.")]
    [InlineData("cron run", "`cron run` needs APP JOB.")]
    [InlineData("promote guestbook v2 --for 5m", "--for goes with --canary.")]
    [InlineData("promote guestbook v2 --no-wait", "--no-wait goes with --canary.")]
    [InlineData("promote guestbook v2 --canary much", "--canary \"much\" is no share; write it as 10% or 0.1.")]
    [InlineData("migrate guestbook v2 --for 5", "--for \"5\" is no length of time; write it as 90s, 5m, 1h30m or 2d.")]
    [InlineData("traffic guestbook v2", "\"v2\" is no VERSION=WEIGHT; write it as v2=10% or v2=1.")]
    [InlineData("traffic guestbook v2=0", "\"v2=0\" is no VERSION=WEIGHT")]
    [InlineData("traffic guestbook v2=1 v2=2", "The version 'v2' is named twice.")]
    [InlineData("traffic guestbook --split-by ip", "--split-by and --if-match go with VERSION=WEIGHT.")]
    [InlineData("traffic a/b/c", "\"a/b/c\" is neither APP nor APP/SERVICE.")]
    [InlineData("apps --admin-port 0", "--admin-port is a number from 1 to 65535.")]
    [InlineData("apps --admin ftp://x", "--admin \"ftp://x\" is no address")]
    public async Task Are_told_with_a_remedy_and_where_help_is(string line, string sentence)
    {
        var run = new CliRun();
        Assert.Equal(2, await run.RunAsync(line));
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.Matches(@"`actors( [a-z]+)* --help` tells more\.\n$", run.Errors);
        Assert.Empty(run.Asked);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Without_a_silo_it_is_one_sentence()
    {
        var run = new CliRun { IsDown = true };
        Assert.Equal(3, await run.RunAsync("versions"));
        Assert.Equal("actors: No silo answers at http://127.0.0.1:8000. Start one (`actors serve APP`), or say where it is with --admin-port or --admin.\n", run.Errors);
    }

    [Fact]
    public async Task What_answers_may_be_no_silo()
    {
        var run = new CliRun().Answers("GET /api/apps", "<html>");
        Assert.Equal(3, await run.RunAsync("apps"));
        Assert.Equal("actors: What answers at http://127.0.0.1:8000 is no silo of this version.\n", run.Errors);
    }

    [Fact]
    public async Task A_silo_may_want_its_token()
    {
        var run = new CliRun().Refuses("GET /api/apps", 401, "?");
        Assert.Equal(3, await run.RunAsync("apps"));
        Assert.Equal("actors: The silo at http://127.0.0.1:8000 wants its token: set ACTORS_ADMIN_TOKEN, or give --admin-token-file.\n", run.Errors);
    }

    [Theory]
    [InlineData("apps", "ACTORS_ADMIN_PORT=9001", "http://127.0.0.1:9001/")]
    [InlineData("apps", "ACTORS_ADMIN=10.0.0.7:8000 ACTORS_ADMIN_PORT=9001", "http://10.0.0.7:8000/")]
    [InlineData("apps --admin-port 9002", "ACTORS_ADMIN=10.0.0.7:8000", "http://127.0.0.1:9002/")]
    [InlineData("apps --admin https://silo.example", "ACTORS_ADMIN_PORT=9001", "https://silo.example/")]
    public async Task Where_the_silo_is(string line, string variables, string address)
    {
        var run = new CliRun().Answers("GET /api/apps", "[]");
        foreach (var variable in variables.Split(' '))
            run.Variables[variable.Split('=')[0]] = variable.Split('=')[1];
        Assert.Equal(0, await run.RunAsync(line));
        Assert.Equal(address, run.Address!.ToString());
    }

    [Fact]
    public async Task A_variable_that_is_no_address_is_a_mistake_of_usage()
    {
        var run = new CliRun { Variables = { ["ACTORS_ADMIN_PORT"] = "eight" } };
        Assert.Equal(2, await run.RunAsync("apps"));
        Assert.Equal("actors: ACTORS_ADMIN_PORT is \"eight\", which is no port; give a number from 1 to 65535.\n", run.Errors);
    }

    [Fact]
    public async Task The_token_comes_from_the_environment_or_a_file()
    {
        var run = new CliRun { Variables = { ["ACTORS_ADMIN_TOKEN"] = "secret" } }.Answers("GET /api/apps", "[]");
        Assert.Equal(0, await run.RunAsync("apps"));
        Assert.Equal("Bearer secret", run.Authorization);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "of a file\n");
        Assert.Equal(0, await run.RunAsync(["apps", "--admin-token-file", file]));
        Assert.Equal("Bearer of a file", run.Authorization);
        File.Delete(file);
        Assert.Equal(3, await run.RunAsync(["apps", "--admin-token-file", file]));
    }
}
