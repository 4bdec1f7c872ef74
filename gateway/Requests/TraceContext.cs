using System.Globalization;

namespace Actors.Gateway.Requests;

/// <summary>X-Cloud-Trace-Context: <c>TRACE/SPAN;o=OPTIONS</c>, 32 hexadecimal digits, a decimal number of 64 bits, and whether the trace is recorded.</summary>
internal static class TraceContext
{
    /// <summary>The header's name.</summary>
    public const string Header = "X-Cloud-Trace-Context";

    private const int TraceLength = 32;
    private const int MaxSpanDigits = 20;
    private const string Recorded = ";o=1";

    /// <summary>The context of a request: the client's trace with a span of its own, or a new one if the client's value is none.</summary>
    /// <param name="client">What the client sent, or null.</param>
    /// <param name="trace">For a new trace; not 0.</param>
    /// <param name="span">The request's span; not 0.</param>
    public static string Of(string? client, UInt128 trace, ulong span)
    {
        Span<char> text = stackalloc char[TraceLength + 1 + MaxSpanDigits + Recorded.Length];
        var options = Recorded.AsSpan();
        if (client is not null && TryRead(client, out var given))
        {
            client.AsSpan(0, TraceLength).ToLowerInvariant(text);
            options = given.IsEmpty ? options : given;
        }
        else
        {
            trace.TryFormat(text, out _, "x32", CultureInfo.InvariantCulture);
        }

        text[TraceLength] = '/';
        span.TryFormat(text[(TraceLength + 1)..], out var digits, default, CultureInfo.InvariantCulture);
        var length = TraceLength + 1 + digits;
        options.CopyTo(text[length..]);
        return text[..(length + options.Length)].ToString();
    }

    /// <summary>The text is a context: a trace that is not zero, perhaps a span, perhaps options of one digit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options"><c>;o=1</c> as it stands there, or empty.</param>
    public static bool TryRead(ReadOnlySpan<char> text, out ReadOnlySpan<char> options)
    {
        options = default;
        if (text.Length < TraceLength || !IsTrace(text[..TraceLength]))
            return false;
        var rest = text[TraceLength..];
        if (rest.StartsWith("/"))
        {
            var end = rest[1..].IndexOfAnyExceptInRange('0', '9');
            var digits = end < 0 ? rest[1..] : rest.Slice(1, end);
            if (!ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return false;
            rest = rest[(1 + digits.Length)..];
        }

        if (rest.IsEmpty)
            return true;
        if (rest.Length != Recorded.Length || !rest.StartsWith(";o=") || !char.IsAsciiDigit(rest[3]))
            return false;
        options = rest;
        return true;
    }

    private static bool IsTrace(ReadOnlySpan<char> text)
    {
        var isZero = true;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
            isZero &= c == '0';
        }

        return !isZero;
    }
}
