using System.Text.Json;
using Actors.Cli.Output;

namespace Actors.Cli.Traffic;

/// <summary>A service's traffic for people.</summary>
internal static class TrafficOutput
{
    private static readonly Column[] Columns = [new("VERSION", Least: 10), new("TRAFFIC", IsRight: true)];
    private static readonly Column[] Former = [new("UNTIL", IsRight: true), new("TRAFFIC", Least: 12), new("CHANGED BY", Least: 10)];

    public static int Write(Terminal terminal, JsonElement traffic, bool asJson, TimeProvider time)
    {
        if (asJson)
            return terminal.WriteJson(traffic);
        var shares = traffic.Field("shares")?.EnumerateObject().OrderByDescending(static share => share.Value.GetDouble()).ThenBy(static share => share.Name, StringComparer.Ordinal).ToArray() ?? [];
        Print(terminal, Columns, [.. shares.Select(static share => new Cell[] { share.Name, new(Words.Percent(share.Value.GetDouble()), Tone.Good) })]);
        terminal.Out.WriteLine($"{(shares.Length > 1 ? $"split by {traffic.Text("splitBy")}, " : "")}state {traffic.Text("etag")}");
        if (traffic.Field("move") is { } move)
            terminal.Out.WriteLine(TrafficMoveText.Of(move));
        if (traffic.Field("history") is not { } history || history.GetArrayLength() == 0)
            return ExitCodes.Ok;
        terminal.Out.WriteLine();
        Print(terminal, Former, [.. history.EnumerateArray().Take(5).Select(former => new Cell[] { $"{former.Age("until", time)} ago", former.Shares("shares"), former.Text("why") })]);
        return ExitCodes.Ok;
    }

    private static void Print(Terminal terminal, Column[] columns, Cell[][] rows)
    {
        foreach (var line in Table.Lines(columns, rows, terminal.Width, terminal.HasColours))
            terminal.Out.WriteLine(line);
    }
}
