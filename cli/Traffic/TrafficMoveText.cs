using System.Text.Json;
using Actors.Cli.Output;

namespace Actors.Cli.Traffic;

/// <summary>A migration or canary in a line.</summary>
internal static class TrafficMoveText
{
    /// <summary>Whether it is over.</summary>
    public static bool IsOver(JsonElement move) => move.Text("state") is not ("warmingUp" or "moving");

    /// <summary>The line.</summary>
    public static string Of(JsonElement move)
    {
        var what = $"{move.Text("kind")} to {move.Text("version")}";
        var why = move.Text("why") is { Length: > 1 } sentence ? $": {Words.Plain(sentence)}" : "";
        return move.Text("state") switch
        {
            "warmingUp" => $"{what} starts an instance{why}",
            "moving" => $"{what}, step {move.Text("step")} of {move.Texts("steps").Count()}, {Words.Percent(Share(move))}{why}",
            "done" => $"{what} is done{why}",
            "wentBack" => $"{what} went back{why}",
            "replaced" => $"{what} was ended by another change{why}",
            var other => $"{what}, {other}{why}",
        };
    }

    private static double Share(JsonElement move) =>
        move.Field("steps") is { } steps && (int)(move.Number("step") ?? 0) is > 0 and var step && step <= steps.GetArrayLength() ? steps[step - 1].GetDouble() : 0;
}
