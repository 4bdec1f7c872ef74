using System.Globalization;
using System.Text;
using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Tests.Frames;

/// <summary>Writes random nested values and says in a line of text what Python must see.</summary>
internal static class RandomValue
{
    public static string Write(MarshalWriter writer, Random random, int depth = 0)
    {
        var native = writer.Generation == PythonGeneration.Python27 ? 'b' : 'u';
        switch (random.Next(depth > 5 ? 8 : 11))
        {
            case 0:
                writer.None();
                return "N";
            case 1:
                var flag = random.Next(2) == 0;
                writer.Boolean(flag);
                return flag ? "T" : "F";
            case 2 or 3:
                long[] special = [0, -1, int.MaxValue, int.MinValue, int.MaxValue + 1L, long.MaxValue, long.MinValue, random.NextInt64(), -random.NextInt64() >> random.Next(60)];
                var number = special[random.Next(special.Length)];
                writer.Integer(number);
                return "i" + number.ToString(CultureInfo.InvariantCulture);
            case 4:
                var value = BitConverter.Int64BitsToDouble(random.NextInt64());
                writer.Float(value);
                return "f" + BitConverter.DoubleToUInt64Bits(value).ToString("x16", CultureInfo.InvariantCulture);
            case 5:
                var bytes = new byte[random.Next(400)];
                random.NextBytes(bytes);
                writer.Bytes(bytes);
                return "b" + Convert.ToHexStringLower(bytes);
            case 6:
                var text = Text(random, 0x2000);
                writer.Text(text);
                return native + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
            case 7:
                return Latin1(writer, random, native);
            case 8:
                return Many(writer, random, depth, '(', ')', writer.Tuple);
            case 9:
                return Many(writer, random, depth, '[', ']', writer.List);
            default:
                return Dictionary(writer, random, depth, native);
        }
    }

    private static string Latin1(MarshalWriter writer, Random random, char native)
    {
        var text = Text(random, 0x100);
        writer.Latin1(text);
        return native + Convert.ToHexStringLower((native == 'b' ? Encoding.Latin1 : Encoding.UTF8).GetBytes(text));
    }

    private static string Many(MarshalWriter writer, Random random, int depth, char open, char close, Action<int> head)
    {
        var count = random.Next(6);
        head(count);
        var items = Enumerable.Range(0, count).Select(_ => Write(writer, random, depth + 1) + ",").ToArray();
        return open + string.Concat(items) + close;
    }

    private static string Dictionary(MarshalWriter writer, Random random, int depth, char native)
    {
        var entries = new List<string>();
        writer.BeginDictionary();
        for (var i = random.Next(5); i > 0; i--)
        {
            var key = $"key-{i}" + (random.Next(4) == 0 ? "\u00e4" : "");
            writer.Interned(key);
            entries.Add(native + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key)) + ":" + Write(writer, random, depth + 1));
        }

        writer.EndDictionary();
        entries.Sort(StringComparer.Ordinal);
        return "{" + string.Join(',', entries) + "}";
    }

    private static string Text(Random random, int limit)
    {
        var length = random.Next(10) == 0 ? random.Next(700) : random.Next(20);
        var ascii = random.Next(2) == 0;
        return new string([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(ascii ? 0x80 : limit))]);
    }
}
