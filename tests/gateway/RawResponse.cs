using System.Globalization;
using System.Text;

namespace Actors.Gateway.Tests;

/// <summary>A response as it came over the wire.</summary>
public sealed record RawResponse(int Status, string Head, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? this[string name] => Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).SingleOrDefault();

    public IEnumerable<string> All(string name) => Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);

    public static RawResponse Parse(byte[] received, bool isHead)
    {
        var end = received.AsSpan().IndexOf("\r\n\r\n"u8);
        Assert.True(end > 0, $"This is no response: {Encoding.Latin1.GetString(received)}");
        var head = Encoding.Latin1.GetString(received, 0, end);
        var lines = head.Split("\r\n");
        var headers = lines[1..].Select(line => (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim())).ToArray();
        var body = received[(end + 4)..];
        var length = headers.Where(header => header.Item1.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Select(header => header.Item2).SingleOrDefault();
        if (length is not null && !isHead && !lines[0].Contains(" 304 ", StringComparison.Ordinal))
            Assert.Equal(int.Parse(length, CultureInfo.InvariantCulture), body.Length);
        return new RawResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), head, headers, body);
    }
}
