using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Actors.Gateway.Geography;

/// <summary>
/// A MaxMind DB file, format version 2: a binary tree over the bits of addresses, whose leaves say where in the data section the entry of a network is.
/// <code>
/// search tree | 16 zero bytes | data section | marker | metadata
/// </code>
/// Held in memory whole (a city database has about 60 MB) and never changed: a newer file is taken up by a new start.
/// </summary>
internal sealed class MaxMindFile
{
    /// <summary>Largest file, bytes: 1 GiB.</summary>
    public const long MaxLength = 1 << 30;

    private const int SeparatorLength = 16;
    private const int MaxMetadata = 128 * 1024;
    private readonly byte[] _content;
    private readonly int _nodes;
    private readonly int _recordBits;
    private readonly int _dataStart;
    private readonly int _dataEnd;
    private readonly bool _isIPv6;
    private readonly int _ipv4Root;

    /// <summary>Reads the metadata and checks that tree and data are where it says.</summary>
    /// <param name="content">The file; not changed afterwards.</param>
    /// <exception cref="GeographyFormatException">It is no such file.</exception>
    public MaxMindFile(byte[] content)
    {
        _content = content;
        var tail = Math.Max(0, content.Length - MaxMetadata);
        var marker = content.AsSpan(tail).LastIndexOf(Marker);
        if (marker < 0)
            throw new GeographyFormatException("It is no MaxMind DB file.");
        _dataEnd = tail + marker;
        var metadata = new MaxMindReader(content.AsSpan(_dataEnd + Marker.Length));
        var version = metadata.Number(metadata.Find(0, "binary_format_major_version"u8));
        var nodes = metadata.Number(metadata.Find(0, "node_count"u8));
        var bits = metadata.Number(metadata.Find(0, "record_size"u8));
        var family = metadata.Number(metadata.Find(0, "ip_version"u8));
        if (version is not 2)
            throw new GeographyFormatException($"Its format has version {version}; 2 is known.");
        if (bits is not (24 or 28 or 32) || family is not (4 or 6) || nodes is not (>= 1 and <= int.MaxValue))
            throw new GeographyFormatException($"Its metadata says {nodes} nodes of {bits} bits for IP version {family}.");
        (_nodes, _recordBits, _isIPv6) = ((int)nodes, (int)bits, family is 6);
        var tree = (long)_nodes * _recordBits / 4;
        if (tree + SeparatorLength > _dataEnd)
            throw new GeographyFormatException("Its search tree is longer than the file.");
        _dataStart = (int)tree + SeparatorLength;
        _ipv4Root = _isIPv6 ? Walk(0, stackalloc byte[12]) : 0;
    }

    private static ReadOnlySpan<byte> Marker => [0xab, 0xcd, 0xef, (byte)'M', (byte)'a', (byte)'x', (byte)'M', (byte)'i', (byte)'n', (byte)'d', (byte)'.', (byte)'c', (byte)'o', (byte)'m'];

    /// <summary>The data section.</summary>
    public MaxMindReader Data => new(_content.AsSpan(_dataStart, _dataEnd - _dataStart));

    /// <summary>Where in the data section the entry for an address is; <see cref="MaxMindReader.None"/> when there is none.</summary>
    /// <exception cref="GeographyFormatException">The tree is broken.</exception>
    public int Find(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        int record;
        if (address.AddressFamily == AddressFamily.InterNetwork)
            record = Walk(_ipv4Root, bytes[..length]);
        else if (address.IsIPv4MappedToIPv6)
            record = Walk(_ipv4Root, bytes[12..length]);
        else if (_isIPv6)
            record = Walk(0, bytes[..length]);
        else
            return MaxMindReader.None;
        if (record <= _nodes)
            return MaxMindReader.None;
        var position = record - _nodes - SeparatorLength;
        return position >= 0 && position < _dataEnd - _dataStart ? position : throw new GeographyFormatException("The search tree leads out of the file.");
    }

    /// <summary>Follows the bits until a leaf or their end.</summary>
    private int Walk(int node, ReadOnlySpan<byte> address)
    {
        for (var bit = 0; bit < address.Length * 8 && node < _nodes; bit++)
            node = Record(node, (address[bit >> 3] >> (7 - (bit & 7))) & 1);
        return node;
    }

    private int Record(int node, int side)
    {
        var at = _content.AsSpan(node * (_recordBits / 4), _recordBits / 4);
        var record = _recordBits switch
        {
            24 => (uint)((at[side * 3] << 16) | (at[(side * 3) + 1] << 8) | at[(side * 3) + 2]),
            28 => (uint)(((side == 0 ? at[3] >> 4 : at[3] & 15) << 24) | (at[side * 4] << 16) | (at[(side * 4) + 1] << 8) | at[(side * 4) + 2]),
            _ => BinaryPrimitives.ReadUInt32BigEndian(at[(side * 4)..]),
        };
        return record <= int.MaxValue ? (int)record : throw new GeographyFormatException("The search tree leads out of the file.");
    }
}
