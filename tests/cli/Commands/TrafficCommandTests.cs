using Actors.Console.Traffic;
using Actors.Grains;

namespace Actors.Cli.Tests.Commands;

public sealed class TrafficCommandTests
{
    private const string Service = "/api/apps/guestbook/services/default";

    [Fact]
    public async Task Traffic_is_shown_with_what_is_under_way_and_what_it_was()
    {
        var run = new CliRun().Answers($"GET {Service}/traffic", Rows.Traffic(
            Rows.Move(TrafficMoveState.Moving, 1, "step 2 comes in 4 s"), new FormerTrafficView(new Dictionary<string, double> { ["v1"] = 1 }, TrafficSplit.Ip, Rows.Now.AddMinutes(-3), "promote v1")));
        Assert.Equal(0, await run.RunAsync("traffic guestbook"));
        Assert.Equal(
            """
            VERSION  TRAFFIC
            v1          75 %
            v2          25 %
            split by cookie, state 7a
            migration to v2, step 1 of 3, 25 %: step 2 comes in 4 s

              UNTIL  TRAFFIC   CHANGED BY
            3 m ago  v1 100 %  promote v1

            """,
            run.Output);
    }

    [Theory]
    [InlineData("traffic guestbook v1=90% v2=10%", "PUT", "/traffic", """{"shares":{"v1":0.9,"v2":0.1}}""")]
    [InlineData("traffic guestbook v1=9 v2=1 --split-by random", "PUT", "/traffic", """{"shares":{"v1":9,"v2":1},"splitBy":"random"}""")]
    [InlineData("promote guestbook v2", "POST", "/promote", """{"version":"v2"}""")]
    [InlineData("promote guestbook/default v2 --canary 10% --for 5m --max-error-rate 1% --min-requests 7 --no-wait", "POST", "/canary", """{"version":"v2","share":0.1,"seconds":300,"maxErrorRate":0.01,"minRequests":7}""")]
    [InlineData("promote guestbook v2 --canary 0.05 --no-wait", "POST", "/canary", """{"version":"v2","share":0.05}""")]
    [InlineData("migrate guestbook v2 --for 90s --no-wait", "POST", "/migrate", """{"version":"v2","seconds":90}""")]
    [InlineData("rollback guestbook", "POST", "/rollback", "")]
    public async Task What_is_asked(string line, string method, string path, string body)
    {
        var run = new CliRun().Answers($"{method} {Service}{path}", Rows.Traffic());
        Assert.Equal(0, await run.RunAsync(line));
        Assert.Equal([$"{method} {Service}{path} {body}".TrimEnd()], run.Asked);
        var careful = new CliRun().Answers($"{method} {Service}{path}", Rows.Traffic());
        Assert.Equal(0, await careful.RunAsync(line + " --if-match 7a"));
        Assert.Equal([$"{method} {Service}{path} If-Match: \"7a\" {body}".TrimEnd()], careful.Asked);
    }

    [Theory]
    [InlineData(404, "There is no app 'gestbook'. Did you mean \"guestbook\"?", 1)]
    [InlineData(409, "Version 'v2' is stopped.", 1)]
    [InlineData(412, "The traffic of service 'default' has changed meanwhile.", 4)]
    [InlineData(403, "Not so.", 3)]
    public async Task What_is_refused_is_a_sentence_and_a_status(int status, string sentence, int exit)
    {
        var run = new CliRun().Refuses($"POST {Service}/promote", status, sentence);
        Assert.Equal(exit, await run.RunAsync("promote guestbook v2"));
        Assert.Equal(("", $"actors: {sentence}\n"), (run.Output, run.Errors));
    }

    [Theory]
    [InlineData("stop guestbook v1", "POST", "/versions/v1/stop", "guestbook v1 is stopped\n")]
    [InlineData("start guestbook/default v1", "POST", "/versions/v1/start", "guestbook v1 serves\n")]
    [InlineData("delete guestbook v1", "DELETE", "/versions/v1", "guestbook v1 is deleted\n")]
    public async Task Versions_are_stopped_started_and_deleted(string line, string method, string path, string output)
    {
        var run = new CliRun().Answers($"{method} {Service}{path}", method == "DELETE" ? null : Rows.Versions[0]);
        Assert.Equal(0, await run.RunAsync(line));
        Assert.Equal(output, run.Output);
    }
}
