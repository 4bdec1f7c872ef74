using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Static;

/// <summary>What a <c>Range</c> header asks of a file.</summary>
internal enum RangeAnswer
{
    /// <summary>All of it: there is no such header, it is not understood, or it asks for several pieces, which a server may answer with the whole.</summary>
    Whole,

    /// <summary>One piece: 206.</summary>
    Part,

    /// <summary>Nothing that the file has: 416.</summary>
    Unsatisfiable,
}

/// <summary>A piece of a file.</summary>
/// <param name="Start">The first byte, from 0.</param>
/// <param name="Length">Bytes, at least 1 in a <see cref="RangeAnswer.Part"/>.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>Reads a <c>Range</c> header as RFC 9110 (14.1.2, 14.2) says: <c>bytes=FIRST-LAST</c>, <c>bytes=FIRST-</c> or <c>bytes=-LAST_BYTES</c>.</summary>
    /// <param name="field">The header's lines.</param>
    /// <param name="length">Bytes of the file.</param>
    /// <param name="range">The piece, cut to what there is.</param>
    public static RangeAnswer Read(StringValues field, long length, out ByteRange range)
    {
        range = new ByteRange(0, length);
        if (field.Count != 1)
            return RangeAnswer.Whole;
        var text = field[0].AsSpan().Trim(" \t");
        if (!text.StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            return RangeAnswer.Whole;

        // Entries of a list may be empty.
        text = text["bytes=".Length..].Trim(", \t");
        var dash = text.IndexOf('-');
        if (dash < 0 || !TryNumber(text[..dash], out var first) || !TryNumber(text[(dash + 1)..], out var last))
            return RangeAnswer.Whole;
        if (first is null)
            return last is null ? RangeAnswer.Whole : Suffix(last.Value, length, ref range);
        if (last < first)
            return RangeAnswer.Whole;
        if (first >= length)
            return RangeAnswer.Unsatisfiable;
        range = new ByteRange(first.Value, Math.Min(last ?? long.MaxValue, length - 1) - first.Value + 1);
        return RangeAnswer.Part;
    }

    private static RangeAnswer Suffix(long bytes, long length, ref ByteRange range)
    {
        if (bytes == 0)
            return RangeAnswer.Unsatisfiable;

        // The last bytes of an empty file are all of it, and no Content-Range could say so.
        if (length == 0)
            return RangeAnswer.Whole;
        var count = Math.Min(bytes, length);
        range = new ByteRange(length - count, count);
        return RangeAnswer.Part;
    }

    /// <summary>Digits alone, or nothing (null); what is more than any file has is as good as the most.</summary>
    private static bool TryNumber(ReadOnlySpan<char> text, out long? number)
    {
        number = null;
        if (text.IsEmpty)
            return true;
        if (text.ContainsAnyExceptInRange('0', '9'))
            return false;
        number = long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : long.MaxValue;
        return true;
    }
}
