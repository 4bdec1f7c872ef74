using System.Text;

namespace Actors.Gateway.Requests;

/// <summary>The first line's target taken apart. Made from what the client sent, since servers resolve dots and leave some escapes in the path they offer.</summary>
internal readonly struct RequestTarget
{
    private readonly string _raw;
    private readonly int _queryStart;

    private RequestTarget(string raw, int queryStart, string path, string pathInfo, string rawPath)
    {
        (_raw, _queryStart) = (raw, queryStart);
        (Path, PathInfo, RawPath) = (path, pathInfo, rawPath);
    }

    /// <summary>The path, percent-decoded and read as UTF-8: what handlers match.</summary>
    public string Path { get; }

    /// <summary>The path, percent-decoded, each character one byte: what WSGI calls PATH_INFO.</summary>
    public string PathInfo { get; }

    /// <summary>The path as the client sent it.</summary>
    public string RawPath { get; }

    /// <summary>What follows the question mark, as the client sent it.</summary>
    public ReadOnlySpan<char> Query => _queryStart > 0 ? _raw.AsSpan(_queryStart) : default;

    /// <summary>Takes a target apart; null for what names no path (<c>*</c>, an authority).</summary>
    /// <param name="raw">As the client sent it.</param>
    /// <param name="decoded">The path that the server offers; used when it is the same, to save a string.</param>
    public static RequestTarget? Parse(string raw, string decoded)
    {
        var start = raw.StartsWith('/') ? 0 : PathOfAbsolute(raw);
        if (start < 0)
            return null;
        var mark = raw.IndexOf('?', start);
        var end = mark < 0 ? raw.Length : mark;
        var path = raw.AsSpan(start, end - start);
        var rawPath = path.SequenceEqual(decoded) ? decoded : path.IsEmpty ? "/" : path.ToString();
        if (path.IndexOf('%') < 0 && Ascii.IsValid(path))
            return new RequestTarget(raw, mark + 1, rawPath, rawPath, rawPath);

        var bytes = Decode(path);
        return new RequestTarget(raw, mark + 1, Encoding.UTF8.GetString(bytes), Encoding.Latin1.GetString(bytes), rawPath);
    }

    private static int PathOfAbsolute(string raw)
    {
        var scheme = raw.IndexOf("://", StringComparison.Ordinal);
        if (scheme is not (4 or 5))
            return -1;
        var path = raw.AsSpan(scheme + 3).IndexOfAny('/', '?');
        return path < 0 ? raw.Length : scheme + 3 + path;
    }

    private static byte[] Decode(ReadOnlySpan<char> path)
    {
        var bytes = Encoding.UTF8.GetBytes(path.ToArray());
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                bytes[length++] = (byte)((Hex(bytes[i + 1]) << 4) | Hex(bytes[i + 2]));
                i += 2;
            }
            else
            {
                bytes[length++] = bytes[i];
            }
        }

        return bytes[..length];
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
