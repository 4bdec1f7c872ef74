using Actors.Console.Traffic;
using Actors.Grains;

namespace Actors.Cli.Tests.Commands;

public sealed class FollowTests
{
    private const string Service = "/api/apps/guestbook/services/default";

    [Fact]
    public async Task A_migration_is_followed_until_it_is_done()
    {
        var run = Following(Rows.Move(TrafficMoveState.Moving, 1), Rows.Move(TrafficMoveState.Moving, 1), Rows.Move(TrafficMoveState.Moving, 2), Rows.Move(TrafficMoveState.Done, 3));
        Assert.Equal(0, await run.RunAsync("migrate guestbook v2"));
        Assert.Equal(
            """
            migration to v2 starts an instance
            migration to v2, step 1 of 3, 25 %
            migration to v2, step 2 of 3, 50 %
            migration to v2 is done

            """,
            run.Output);
    }

    [Fact]
    public async Task On_a_terminal_it_is_one_line_that_changes()
    {
        var run = Following(Rows.Move(TrafficMoveState.Moving, 1), Rows.Move(TrafficMoveState.Done, 3));
        run.Width = 30;
        Assert.Equal(0, await run.RunAsync("migrate guestbook v2"));
        Assert.Equal("\r\e[Kmigration to v2 starts an in…\r\e[Kmigration to v2, step 1 of 3…\r\e[Kmigration to v2 is done\n", run.Output);
    }

    [Fact]
    public async Task A_canary_that_went_back_has_a_status_of_its_own_and_says_why()
    {
        var run = Following(Rows.Move(TrafficMoveState.WentBack, 1, "3 of 40 requests were answered with errors", TrafficMoveKind.Canary));
        Assert.Equal(5, await run.RunAsync("promote guestbook v2 --canary 25%"));
        Assert.EndsWith("canary to v2 went back: 3 of 40 requests were answered with errors\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_replaced_it_is_not_taken_for_it()
    {
        var run = Following(Rows.Move(TrafficMoveState.Done, 3, started: Rows.Now.AddSeconds(9)));
        Assert.Equal(5, await run.RunAsync("migrate guestbook v2"));
        Assert.Equal("actors: Something else changed the traffic of guestbook meanwhile.\n", run.Errors);
    }

    [Fact]
    public async Task As_json_it_says_the_end_alone()
    {
        var run = Following(Rows.Move(TrafficMoveState.Moving, 1), Rows.Move(TrafficMoveState.Done, 3));
        Assert.Equal(0, await run.RunAsync("migrate guestbook v2 --json"));
        Assert.Equal("done", System.Text.Json.JsonElement.Parse(run.Output).GetProperty("move").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Ctrl_C_leaves_it_running_and_says_so()
    {
        using var interrupt = new CancellationTokenSource();
        var run = Following(Rows.Move(TrafficMoveState.Moving, 1), Rows.Move(TrafficMoveState.Moving, 1), Rows.Move(TrafficMoveState.Moving, 1));
        var asked = 0;
        var hears = run.Hears;
        run.Hears = request =>
        {
            if (++asked == 3)
                interrupt.Cancel();
            hears(request);
        };
        Assert.Equal(130, await run.RunAsync("migrate guestbook v2", interrupt.Token));
        Assert.Equal("It goes on in the silo; `actors traffic guestbook` shows how far it is, `actors rollback guestbook` ends it.\n", run.Errors);
        Assert.DoesNotContain(run.Asked, static each => each.Contains("rollback", StringComparison.Ordinal));
    }

    /// <summary>A silo that answers with these one after the other; time passes by itself.</summary>
    private static CliRun Following(params TrafficMoveView[] moves)
    {
        var next = 0;
        var run = new CliRun();
        run.Answers($"POST {Service}/migrate", Rows.Traffic(Rows.Move(TrafficMoveState.WarmingUp, 0)), 202);
        run.Answers($"POST {Service}/canary", Rows.Traffic(Rows.Move(TrafficMoveState.WarmingUp, 0, kind: TrafficMoveKind.Canary)), 202);
        run.Answers($"GET {Service}/traffic", () => Rows.Traffic(moves[Math.Min(next++, moves.Length - 1)]));
        return run;
    }
}
