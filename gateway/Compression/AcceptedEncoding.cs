using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Compression;

/// <summary>Reads <c>Accept-Encoding</c> as RFC 9110 says: codings with weights, <c>*</c> for those that are not named, upper and lower case alike.</summary>
internal static class AcceptedEncoding
{
    private const int Unsaid = -1;

    /// <summary>
    /// The client takes gzip, and likes it at least as much as the plain bytes. Without the header, or with one that names neither gzip nor <c>*</c>, it does not: App Engine
    /// compresses for those who ask. A weight that is none makes its entry one of weight 0; of entries for one coding the lowest weight counts. Allocates nothing.
    /// </summary>
    /// <param name="acceptEncoding">The header's lines.</param>
    public static bool TakesGzip(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0)
            return false;
        int gzip = Unsaid, identity = Unsaid, others = Unsaid;
        foreach (var line in acceptEncoding)
        {
            var text = line.AsSpan();
            foreach (var range in text.Split(','))
            {
                var entry = text[range].Trim();
                var end = entry.IndexOf(';');
                var coding = (end < 0 ? entry : entry[..end]).TrimEnd();
                var weight = end < 0 ? 1000 : Weight(entry[(end + 1)..]);
                if (coding.Equals("gzip", StringComparison.OrdinalIgnoreCase) || coding.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
                    gzip = Lower(gzip, weight);
                else if (coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
                    identity = Lower(identity, weight);
                else if (coding is "*")
                    others = Lower(others, weight);
            }
        }

        if (gzip == Unsaid)
            gzip = others;

        // Plain bytes that nobody mentioned are always welcome, but as a last resort.
        return gzip > 0 && gzip >= identity;
    }

    private static int Lower(int known, int weight) => known == Unsaid ? weight : Math.Min(known, weight);

    /// <summary>In thousandths: <c>q=</c> and 0 to 1 with up to three decimals. Other parameters mean nothing here.</summary>
    private static int Weight(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            if (parameter.Length > 1 && parameter[0] is 'q' or 'Q' && parameter[1] == '=')
                return Thousandths(parameter[2..]);
        }

        return 1000;
    }

    private static int Thousandths(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 5 || text[0] is not ('0' or '1') || (text.Length > 1 && text[1] != '.'))
            return 0;
        var value = text[0] - '0';
        for (var i = 2; i < 5; i++)
        {
            var digit = i < text.Length ? text[i] - '0' : 0;
            if (digit is < 0 or > 9)
                return 0;
            value = (value * 10) + digit;
        }

        return value <= 1000 ? value : 0;
    }
}
