using System.Globalization;
using Actors.Gateway.Tests;

namespace Actors.EndToEnd.Tests.Matrix;

/// <summary>
/// A row of a table: <c>on | over | request | headers | body | status | answer's headers | answer's body</c>.
/// <code>
/// on       both, 27 or 3
/// over     see Wire.Named
/// request  METHOD TARGET, the target as it is sent
/// headers  Name: value, several parted by ;;    Host is APP.localhost with the port unless given
/// body     text, or #N for N bytes
/// status   of the answer
/// answer's headers    Name: value, or Name: ~PATTERN, or Name: for one that must not be there; several parted by ;;
/// answer's body       =text, ~PATTERN, #N for its length, gzip#N for its length uncompressed
/// {app} {host} {port} {http} {https} {other} stand for the app, the Host header, the ports of this way in, of http, of https, the ETag that a GET has {etag};
/// {user} {admin} for the cookies of somebody who has signed in
/// </code>
/// Every table in this directory is run: a new kind of request is a new row, or a new file.
/// </summary>
internal sealed record MatrixRow(string Where, string On, string Over, string Method, string Target, string Headers, string? Body, int Status, string Answer, string? AnswerBody)
{
    private static readonly Lazy<IReadOnlyDictionary<string, MatrixRow>> Read = new(static () => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Matrix"), "*.table")
        .Order(StringComparer.Ordinal).SelectMany(Rows).ToDictionary(static row => row.Where));

    public static IReadOnlyDictionary<string, MatrixRow> All => Read.Value;

    /// <summary>Each row with each way to send it, for one Python.</summary>
    public static IEnumerable<object[]> For(string on) => All.Values.Where(row => row.On == "both" || row.On == on).SelectMany(row => Wire.Named(row.Over), static (row, wire) => new object[] { row.Where, wire.Name });

    /// <summary>The parts of a cell with several headers.</summary>
    public static IEnumerable<(string Name, string Value)> Fields(string cell) =>
        cell.Split(";;", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static field => (field[..field.IndexOf(':')], field[(field.IndexOf(':') + 1)..].Trim()));

    private static IEnumerable<MatrixRow> Rows(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        foreach (var (cells, number) in Table.Rows(Path.Combine("Matrix", Path.GetFileName(file))).Select(static (cells, index) => (cells.Cast<string?>().ToArray(), index + 1)))
        {
            Assert.True(cells.Length == 8, $"{name}, row {number}: {cells.Length} columns instead of 8");
            var request = cells[2]!.Split(' ', 2);
            yield return new MatrixRow(
                $"{name} {number}: {cells[2]}", cells[0]!, cells[1]!, request[0], request[1], cells[3] ?? "", cells[4], int.Parse(cells[5]!, CultureInfo.InvariantCulture), cells[6] ?? "", cells[7]);
        }
    }
}
