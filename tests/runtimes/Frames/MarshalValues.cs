using System.Globalization;
using System.Text;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Tests.Frames;

/// <summary>Any marshal value as one line of text that both languages can write: how values are compared across processes.</summary>
internal static class MarshalValues
{
    public static string Canonical(byte[] body)
    {
        var reader = new MarshalReader(body);
        var text = new StringBuilder();
        Read(ref reader, text);
        reader.End();
        return text.ToString();
    }

    private static void Read(ref MarshalReader reader, StringBuilder to)
    {
        switch (reader.Next)
        {
            case MarshalToken.None: reader.None(); to.Append('N'); break;
            case MarshalToken.Boolean: to.Append(reader.Boolean() ? 'T' : 'F'); break;
            case MarshalToken.Integer: to.Append('i').Append(reader.Integer().ToString(CultureInfo.InvariantCulture)); break;
            case MarshalToken.Float: to.Append('f').Append(BitConverter.DoubleToUInt64Bits(reader.Float()).ToString("x16", CultureInfo.InvariantCulture)); break;
            case MarshalToken.Bytes: to.Append('b').Append(Convert.ToHexStringLower(reader.Bytes())); break;
            case MarshalToken.Text: to.Append('u').Append(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(reader.Text()))); break;
            case MarshalToken.Tuple: Many(ref reader, to, reader.EnterTuple(), '(', ')'); break;
            case MarshalToken.List: Many(ref reader, to, reader.EnterList(), '[', ']'); break;
            default: Dictionary(ref reader, to); break;
        }
    }

    private static void Many(ref MarshalReader reader, StringBuilder to, int count, char open, char close)
    {
        to.Append(open);
        for (; count > 0; count--)
        {
            Read(ref reader, to);
            to.Append(',');
        }

        reader.Leave();
        to.Append(close);
    }

    private static void Dictionary(ref MarshalReader reader, StringBuilder to)
    {
        var entries = new List<string>();
        reader.EnterDictionary();
        while (reader.NextEntry())
        {
            var entry = new StringBuilder();
            Read(ref reader, entry);
            entry.Append(':');
            Read(ref reader, entry);
            entries.Add(entry.ToString());
        }

        entries.Sort(StringComparer.Ordinal);
        to.Append('{').AppendJoin(',', entries).Append('}');
    }
}
