using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Actors.Gateway.Tests.Geography;

/// <summary>Writes small files in MaxMind's format. Values are dictionaries, lists, strings, doubles, floats, ints, bools, <see cref="Pointer"/>s and raw bytes.</summary>
internal sealed class MaxMindBuilder(int recordBits, bool isIPv6)
{
    private readonly List<object?[]> _nodes = [new object?[2]];
    private readonly MemoryStream _data = new();

    /// <summary>A pointer to what was written at this position.</summary>
    public sealed record Pointer(int Position);

    /// <summary>Bytes that are written as they are.</summary>
    public sealed record Raw(params byte[] Bytes);

    /// <summary>Writes a value into the data section and returns its position.</summary>
    public int Write(object value)
    {
        var position = (int)_data.Length;
        Append(_data, value);
        return position;
    }

    /// <summary>Gives a network the entry at a position.</summary>
    public MaxMindBuilder Add(string network, int position)
    {
        var parsed = IPNetwork.Parse(network);
        var bytes = parsed.BaseAddress.GetAddressBytes();
        var length = parsed.PrefixLength;
        if (isIPv6 && bytes.Length == 4)
            (bytes, length) = ([.. new byte[12], .. bytes], length + 96);
        var node = 0;
        for (var bit = 0; bit < length; bit++)
        {
            var side = (bytes[bit / 8] >> (7 - (bit % 8))) & 1;
            if (bit == length - 1)
            {
                _nodes[node][side] = position;
            }
            else if (_nodes[node][side] is object?[] next)
            {
                node = _nodes.IndexOf(next);
            }
            else
            {
                _nodes[node][side] = new object?[2];
                _nodes.Add((object?[])_nodes[node][side]!);
                node = _nodes.Count - 1;
            }
        }

        return this;
    }

    /// <summary>The file.</summary>
    public byte[] Build(Dictionary<string, object>? metadata = null)
    {
        using var file = new MemoryStream();
        foreach (var node in _nodes)
        {
            var (left, right) = (Record(node[0]), Record(node[1]));
            var bytes = new byte[recordBits / 4];
            if (recordBits == 28)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes, left << 8);
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(3), right & 0xFFFFFFF);
                bytes[3] = (byte)(((left >> 24) << 4) | (right >> 24));
            }
            else
            {
                var whole = new byte[8];
                BinaryPrimitives.WriteUInt32BigEndian(whole, left);
                BinaryPrimitives.WriteUInt32BigEndian(whole.AsSpan(4), right);
                var skip = 4 - (recordBits / 8);
                whole.AsSpan(skip..4).CopyTo(bytes);
                whole.AsSpan(4 + skip).CopyTo(bytes.AsSpan(recordBits / 8));
            }

            file.Write(bytes);
        }

        file.Write(new byte[16]);
        _data.WriteTo(file);
        file.Write([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        Append(file, metadata ?? new Dictionary<string, object>
        {
            ["binary_format_major_version"] = 2, ["node_count"] = _nodes.Count, ["record_size"] = recordBits, ["ip_version"] = isIPv6 ? 6 : 4,
            ["database_type"] = "Test", ["languages"] = new List<object> { "en" }, ["description"] = new Dictionary<string, object> { ["en"] = "A test" },
        });
        return file.ToArray();
    }

    private uint Record(object? value) => value switch
    {
        null => (uint)_nodes.Count,
        int position => (uint)(_nodes.Count + 16 + position),
        var node => (uint)_nodes.IndexOf((object?[])node),
    };

    private static void Append(Stream to, object value)
    {
        switch (value)
        {
            case string text:
                Head(to, 2, Encoding.UTF8.GetByteCount(text));
                to.Write(Encoding.UTF8.GetBytes(text));
                break;
            case double number:
                Head(to, 3, 8);
                var eight = new byte[8];
                BinaryPrimitives.WriteDoubleBigEndian(eight, number);
                to.Write(eight);
                break;
            case float number:
                Head(to, 15, 4);
                var four = new byte[4];
                BinaryPrimitives.WriteSingleBigEndian(four, number);
                to.Write(four);
                break;
            case int number:
                Head(to, 6, 4);
                to.Write([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
                break;
            case bool truth:
                Head(to, 14, truth ? 1 : 0);
                break;
            case List<object> list:
                Head(to, 11, list.Count);
                list.ForEach(each => Append(to, each));
                break;
            case Dictionary<string, object> map:
                Head(to, 7, map.Count);
                foreach (var (key, each) in map)
                {
                    Append(to, key);
                    Append(to, each);
                }

                break;
            case Pointer pointer:
                AppendPointer(to, pointer.Position);
                break;
            case Raw raw:
                to.Write(raw.Bytes);
                break;
        }
    }

    private static void AppendPointer(Stream to, int position)
    {
        if (position < 2048)
            to.Write([(byte)(0x20 | (position >> 8)), (byte)position]);
        else if (position < 526_336)
            to.Write([(byte)(0x28 | ((position - 2048) >> 16)), (byte)((position - 2048) >> 8), (byte)(position - 2048)]);
        else
            to.Write([0x38, (byte)(position >> 24), (byte)(position >> 16), (byte)(position >> 8), (byte)position]);
    }

    private static void Head(Stream to, int type, int size)
    {
        byte[] length = size switch
        {
            < 29 => [],
            < 285 => [(byte)(size - 29)],
            < 65_821 => [(byte)((size - 285) >> 8), (byte)(size - 285)],
            _ => [(byte)((size - 65_821) >> 16), (byte)((size - 65_821) >> 8), (byte)(size - 65_821)],
        };
        var low = length.Length == 0 ? size : 28 + length.Length;
        to.Write(type > 7 ? [(byte)low, (byte)(type - 7)] : [(byte)((type << 5) | low)]);
        to.Write(length);
    }
}
