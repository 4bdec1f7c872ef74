using System.Buffers;
using System.Globalization;
using System.Text;

namespace Actors.Gateway.Logging;

/// <summary>
/// Text from outside, made harmless for a line of a log: control characters (C0, DEL, C1) appear as \x1b; line and paragraph separators, byte order marks and the characters that
/// turn the direction of writing as \u202e. So nothing that a client or an app says drives a terminal, ends a line or shows in another order than it stands in the file.
/// </summary>
public static class LogText
{
    private const string Controls =
        "\0\x01\x02\x03\x04\x05\x06\x07\x08\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f"
        + "\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f\x90\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e\x9f"
        + "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff";

    private static readonly SearchValues<char> Unsafe = SearchValues.Create(Controls);
    private static readonly SearchValues<char> UnsafeInQuotes = SearchValues.Create(Controls + "\t\"\\");

    /// <summary>Writes text; a tab stays a tab.</summary>
    public static void Write(ReadOnlySpan<char> text, IBufferWriter<byte> to) => Write(text, Unsafe, to);

    /// <summary>Writes text that stands between quotation marks, which are escaped as \", as are backslashes and tabs.</summary>
    public static void WriteQuoted(ReadOnlySpan<char> text, IBufferWriter<byte> to) => Write(text, UnsafeInQuotes, to);

    /// <summary>The text as <see cref="Write(ReadOnlySpan{char}, IBufferWriter{byte})"/> writes it; itself when there is nothing to escape.</summary>
    public static ReadOnlySpan<char> Harmless(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny(Unsafe) < 0)
            return text;
        var buffer = new ArrayBufferWriter<byte>(text.Length * 2);
        Write(text, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes text that is known to be harmless.</summary>
    internal static void Raw(ReadOnlySpan<char> text, IBufferWriter<byte> to)
    {
        if (text.IsEmpty)
            return;
        var span = to.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        to.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    private static void Write(ReadOnlySpan<char> text, SearchValues<char> escaped, IBufferWriter<byte> to)
    {
        for (var at = text.IndexOfAny(escaped); at >= 0; at = text.IndexOfAny(escaped))
        {
            Raw(text[..at], to);
            Escape(text[at], to);
            text = text[(at + 1)..];
        }

        Raw(text, to);
    }

    private static void Escape(char c, IBufferWriter<byte> to)
    {
        var span = to.GetSpan(8);
        var written = 2;
        switch (c)
        {
            case '"' or '\\':
                (span[0], span[1]) = ((byte)'\\', (byte)c);
                break;
            case '\t':
                "\\t"u8.CopyTo(span);
                break;
            case <= '\xff':
                System.Text.Unicode.Utf8.TryWrite(span, CultureInfo.InvariantCulture, $"\\x{(int)c:x2}", out written);
                break;
            default:
                System.Text.Unicode.Utf8.TryWrite(span, CultureInfo.InvariantCulture, $"\\u{(int)c:x4}", out written);
                break;
        }

        to.Advance(written);
    }
}
