using System.Buffers.Binary;

namespace Actors.Runtimes.Frames;

/// <summary>The five bytes before every body: length, then kind.</summary>
/// <param name="Length">Bytes of the body, 0 to <see cref="MaxBody"/>.</param>
/// <param name="Kind">What the frame is.</param>
public readonly record struct FrameHeader(int Length, FrameKind Kind)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 5;

    /// <summary>Most bytes of a body: 40 MiB, room for 32 MB of content and what goes with it.</summary>
    public const int MaxBody = 40 * 1024 * 1024;

    /// <summary>Writes the header to the first <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[4] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(destination, Length);
    }

    /// <summary>Reads a header from the first <see cref="Size"/> bytes.</summary>
    /// <exception cref="FrameException">The length is over <see cref="MaxBody"/>.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> source)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(source);
        return length <= MaxBody
            ? new FrameHeader((int)length, (FrameKind)source[4])
            : throw new FrameException($"A frame says that its body has {length} bytes; the limit is {MaxBody}.");
    }

    /// <summary>A whole frame: header and body in one array.</summary>
    public static byte[] Frame(FrameKind kind, ReadOnlySpan<byte> body)
    {
        var frame = new byte[Size + body.Length];
        new FrameHeader(body.Length, kind).Write(frame);
        body.CopyTo(frame.AsSpan(Size));
        return frame;
    }
}
