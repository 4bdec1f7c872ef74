using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Static;

/// <summary>Reads the lists of entity tags in <c>If-Match</c> and <c>If-None-Match</c> (RFC 9110, 8.8.3 and 13.1). Allocates nothing.</summary>
internal static class EntityTags
{
    /// <summary>The field is a star: any representation will do.</summary>
    public static bool IsAny(StringValues field) => field.Count == 1 && field[0].AsSpan().Trim(" \t") is "*";

    /// <summary>The list names the tag, and where <paramref name="strongly"/> neither of the two is weak. What follows an entry that is no tag is not read.</summary>
    /// <param name="field">The field's lines.</param>
    /// <param name="tag">With its quotes, and <c>W/</c> before them when it is weak.</param>
    /// <param name="strongly">Byte for byte the same content is meant.</param>
    public static bool Contain(StringValues field, ReadOnlySpan<char> tag, bool strongly)
    {
        var opaque = Opaque(tag, out var weak);
        if (weak && strongly)
            return false;
        foreach (var line in field)
        {
            var rest = line.AsSpan();
            while (TakeTag(ref rest, out var listed))
            {
                if (Opaque(listed, out var listedWeak).SequenceEqual(opaque) && !(strongly && listedWeak))
                    return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Opaque(ReadOnlySpan<char> tag, out bool weak)
    {
        weak = tag.StartsWith("W/");
        return weak ? tag[2..] : tag;
    }

    /// <summary>Takes the next tag off a list; commas may stand inside its quotes, and empty entries mean nothing.</summary>
    private static bool TakeTag(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> tag)
    {
        tag = default;
        rest = rest.TrimStart(", \t");
        var quote = rest.StartsWith("W/") ? 2 : 0;
        if (rest.Length <= quote || rest[quote] != '"')
            return false;
        var end = rest[(quote + 1)..].IndexOf('"');
        if (end < 0)
            return false;
        end += quote + 2;
        tag = rest[..end];
        rest = rest[end..].TrimStart(" \t");

        // Between two tags there is a comma; without one the list is none.
        if (!rest.IsEmpty && rest[0] != ',')
            rest = default;
        return true;
    }
}
