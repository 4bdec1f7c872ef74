using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Responses;

/// <summary>Reads and changes <c>Cache-Control</c>: a list of directives, some with a value, which may be a quoted string with commas in it.</summary>
internal static class CacheControl
{
    /// <summary>The same without <c>public</c>, and with <c>private</c> unless it is there or <c>no-cache</c> or <c>no-store</c> is.</summary>
    /// <remarks>A <c>private</c> or <c>no-cache</c> that names fields is about these alone, so it does not count.</remarks>
    public static string MakePrivate(StringValues value)
    {
        var text = value.ToString();
        List<string> kept = [];
        var isPrivate = false;
        for (var rest = text.AsSpan(); TryTake(ref rest, out var directive);)
        {
            if (Is(directive, "public"))
                continue;
            isPrivate |= Is(directive, "private") || Is(directive, "no-cache") || Is(directive, "no-store");
            kept.Add(directive.ToString());
        }

        // Before everything else: behind a quotation mark that nothing closes it could be read as a part of that.
        if (!isPrivate)
            kept.Insert(0, "private");
        return string.Join(", ", kept);
    }

    /// <summary>It holds a directive, such as <c>no-transform</c>.</summary>
    public static bool Has(StringValues value, string name)
    {
        for (var rest = value.ToString().AsSpan(); TryTake(ref rest, out var directive);)
        {
            if (Is(directive, name))
                return true;
        }

        return false;
    }

    private static bool Is(ReadOnlySpan<char> directive, string name) => directive.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the next directive that is not empty.</summary>
    private static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> directive)
    {
        do
        {
            var end = End(rest);
            directive = rest[..end].Trim();
            if (rest.IsEmpty)
                return false;
            rest = end < rest.Length ? rest[(end + 1)..] : default;
        }
        while (directive.IsEmpty);
        return true;
    }

    private static int End(ReadOnlySpan<char> text)
    {
        var isQuoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                isQuoted = !isQuoted;
            else if (text[i] == '\\' && isQuoted)
                i++;
            else if (text[i] == ',' && !isQuoted)
                return i;
        }

        // A quotation mark that nothing closes quotes nothing.
        return isQuoted && text.IndexOf(',') is >= 0 and var comma ? comma : text.Length;
    }
}
