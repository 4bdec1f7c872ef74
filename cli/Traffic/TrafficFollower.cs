using System.Text.Json;
using Actors.Cli.Admin;
using Actors.Cli.Arguments;
using Actors.Cli.Output;

namespace Actors.Cli.Traffic;

/// <summary>Follows a migration or canary until it is over, and says how far it is. Ctrl-C ends the following, not what is followed.</summary>
internal sealed class TrafficFollower(Terminal terminal, AdminConnection silo, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Follows it.</summary>
    /// <param name="service">The service.</param>
    /// <param name="begun">The traffic as the silo answered when it began.</param>
    /// <param name="asJson">Says nothing until it is over, and then all.</param>
    /// <param name="cancellationToken">Ctrl-C.</param>
    /// <returns>The exit status.</returns>
    public async Task<int> FollowAsync(ServiceName service, JsonElement begun, bool asJson, CancellationToken cancellationToken)
    {
        var traffic = begun;
        var started = Started(begun);
        using var progress = new Progress(terminal, asJson);
        try
        {
            while (traffic.Field("move") is { } move && Started(traffic) == started)
            {
                var isOver = TrafficMoveText.IsOver(move);
                progress.Say(TrafficMoveText.Of(move), isOver);
                if (isOver)
                    return Ended(traffic, move, asJson);
                await Task.Delay(Interval, time, cancellationToken);
                traffic = await silo.GetAsync($"{service.Path}/traffic", cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.End();
            terminal.Error.WriteLine($"It goes on in the silo; `actors traffic {service}` shows how far it is, `actors rollback {service}` ends it.");
            return ExitCodes.Interrupted;
        }

        progress.End();
        terminal.Fail($"Something else changed the traffic of {service} meanwhile.");
        return ExitCodes.WentBack;
    }

    private static string Started(JsonElement traffic) => traffic.Field("move")?.Text("started") ?? "";

    private int Ended(JsonElement traffic, JsonElement move, bool asJson)
    {
        if (asJson)
            terminal.WriteJson(traffic);
        return move.Text("state") == "done" ? ExitCodes.Ok : ExitCodes.WentBack;
    }
}
