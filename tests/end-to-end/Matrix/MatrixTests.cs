using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Actors.EndToEnd.Tests.Matrix;

/// <summary>The tables beside this file: each row over each protocol, to both Pythons, through everything between client and app.</summary>
[Collection(MatrixCollection.Name)]
public sealed class MatrixTests(MatrixSilo silo)
{
    public static IEnumerable<object[]> OnPython3 => MatrixRow.For("3");

    public static IEnumerable<object[]> OnPython27 => MatrixRow.For("27");

    [Theory]
    [MemberData(nameof(OnPython3))]
    public Task Python3_answers_as_the_tables_say(string row, string wire) => CheckAsync(row, wire, "m3");

    [Python27Theory]
    [MemberData(nameof(OnPython27))]
    public Task Python27_answers_as_the_tables_say(string row, string wire) => CheckAsync(row, wire, "m27");

    private async Task CheckAsync(string name, string wireName, string app)
    {
        var row = MatrixRow.All[name];
        var wire = Wire.All.Single(each => each.Name == wireName);
        var etag = row.Headers.Contains("{etag}", StringComparison.Ordinal)
            ? (await silo.SendAsync(wire, $"{app}.localhost", "GET", row.Target)).Headers.ETag!.ToString() : "";
        var host = $"{app}.localhost:{silo.PortOf(wire)}";
        var headers = MatrixRow.Fields(Filled(await SignedInAsync(row.Headers, app))).ToList();
        host = headers.FirstOrDefault(static header => header.Name == "Host").Value ?? host;
        headers.RemoveAll(static header => header.Name == "Host");

        using var response = await silo.SendAsync(wire, host, row.Method, row.Target, headers, BodyOf(row.Body));

        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(wire.Version, response.Version);
        Assert.True(row.Status == (int)response.StatusCode, $"{(int)response.StatusCode} instead of {row.Status}: {Encoding.UTF8.GetString(body[..Math.Min(body.Length, 2000)])}");
        foreach (var (field, expected) in MatrixRow.Fields(Filled(row.Answer)))
            AssertMatches(field, expected.Length == 0 ? null : expected, Value(response, field));
        AssertBody(row.AnswerBody is null ? null : Filled(row.AnswerBody), body);
        AssertUsual(response, wire, row.Method, body);

        string Filled(string text) => text
            .Replace("{app}", app, StringComparison.Ordinal).Replace("{host}", host, StringComparison.Ordinal).Replace("{etag}", etag, StringComparison.Ordinal)
            .Replace("{port}", $"{silo.PortOf(wire)}", StringComparison.Ordinal).Replace("{http}", $"{silo.Silo.Port}", StringComparison.Ordinal).Replace("{https}", $"{silo.TlsPort}", StringComparison.Ordinal);
    }

    private async Task<string> SignedInAsync(string headers, string app)
    {
        foreach (var (who, isAdmin) in new[] { ("{user}", false), ("{admin}", true) })
        {
            if (headers.Contains(who, StringComparison.Ordinal))
                headers = headers.Replace(who, await silo.CookieAsync(app, isAdmin), StringComparison.Ordinal);
        }

        return headers;
    }

    /// <summary>What every answer has and has not.</summary>
    private static void AssertUsual(HttpResponseMessage response, Wire wire, string method, byte[] body)
    {
        Assert.NotNull(response.Headers.Date);
        Assert.Null(Value(response, "Server"));
        if (wire.Version.Major == 2)
        {
            foreach (var hop in new[] { "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Upgrade" })
                Assert.Null(Value(response, hop));
        }

        if (method != "HEAD" && Value(response, "Content-Length") is { } length)
            Assert.Equal(length, body.Length.ToString(CultureInfo.InvariantCulture));
    }

    private static void AssertBody(string? expected, byte[] body)
    {
        switch (expected)
        {
            case null:
                break;
            case ['#', .. var length]:
                Assert.Equal(int.Parse(length, CultureInfo.InvariantCulture), body.Length);
                break;
            case ['g', 'z', 'i', 'p', '#', .. var length]:
                using (var plain = new GZipStream(new MemoryStream(body), CompressionMode.Decompress))
                using (var all = new MemoryStream())
                {
                    plain.CopyTo(all);
                    Assert.Equal(int.Parse(length, CultureInfo.InvariantCulture), all.Length);
                }

                break;
            default:
                AssertMatches("body", expected[0] == '=' ? expected[1..] : expected, Encoding.UTF8.GetString(body));
                break;
        }
    }

    private static void AssertMatches(string what, string? expected, string? actual)
    {
        if (expected is ['~', .. var pattern])
            Assert.True(actual is not null && Regex.IsMatch(actual, pattern), $"{what} is \"{actual}\" and does not match {pattern}");
        else
            Assert.True(expected == actual, $"{what} is \"{actual}\" instead of \"{expected}\"");
    }

    private static string? Value(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    private static byte[]? BodyOf(string? cell) => cell switch
    {
        null => null,
        ['#', .. var length] => new byte[int.Parse(length, CultureInfo.InvariantCulture)],
        _ => Encoding.UTF8.GetBytes(cell),
    };
}
