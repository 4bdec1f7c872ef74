using System.Text.Encodings.Web;
using System.Text.Json;

namespace Actors.Cli.Output;

/// <summary>Writes what the silo answered: a table for people, its own JSON for machines.</summary>
internal static class Answers
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes rows.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="rows">An array of the silo.</param>
    /// <param name="asJson">For machines.</param>
    /// <param name="none">What to say where there are none.</param>
    /// <param name="columns">The table's columns.</param>
    /// <param name="cells">The cells of a row.</param>
    public static int Write(this Terminal terminal, JsonElement rows, bool asJson, string none, IReadOnlyList<Column> columns, Func<JsonElement, Cell[]> cells)
    {
        if (asJson)
            return terminal.WriteJson(rows);
        if (rows.GetArrayLength() == 0)
            terminal.Out.WriteLine(none);
        else
            foreach (var line in Table.Lines(columns, [.. rows.EnumerateArray().Select(cells)], terminal.Width, terminal.HasColours))
                terminal.Out.WriteLine(line);
        return ExitCodes.Ok;
    }

    /// <summary>Writes what the silo answered as it is.</summary>
    public static int WriteJson(this Terminal terminal, JsonElement answer)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
            answer.WriteTo(writer);
        terminal.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
        return ExitCodes.Ok;
    }
}
