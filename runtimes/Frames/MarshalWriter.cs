using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Actors.Runtimes.Frames;

/// <summary>
/// Writes Python's marshal format, version 2, into a pooled buffer. The caller is trusted to nest rightly: a tuple or list is followed by
/// exactly as many values as it said, a dictionary by keys and values in turn and <see cref="EndDictionary"/>.
/// </summary>
/// <exception cref="FrameException">Any of the writing methods: the body would be over <see cref="FrameHeader.MaxBody"/>.</exception>
public sealed class MarshalWriter : IDisposable
{
    private const int LongestShort = 255;

    // The plain Latin-1 encoding has a best fit for other characters, such as '/' for a full-width slash; here they are '?'.
    private static readonly Encoding _latin1 = Encoding.GetEncoding("iso-8859-1", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);

    private byte[] _buffer;
    private int _length;

    /// <summary>Creates a writer for one Python generation.</summary>
    /// <param name="generation">Decides how text is written.</param>
    /// <param name="capacity">Bytes of the first buffer, a hint.</param>
    public MarshalWriter(PythonGeneration generation, int capacity = 1024)
    {
        Generation = generation;
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>The generation that is written for.</summary>
    public PythonGeneration Generation { get; }

    /// <summary>What has been written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Writes None.</summary>
    public void None() => Reserve(1)[0] = MarshalCode.None;

    /// <summary>Writes True or False.</summary>
    public void Boolean(bool value) => Reserve(1)[0] = value ? MarshalCode.True : MarshalCode.False;

    /// <summary>Writes an int.</summary>
    public void Integer(long value)
    {
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            Sized(MarshalCode.Int32, (int)value);
        }
        else if (Generation == PythonGeneration.Python27)
        {
            var to = Reserve(9);
            to[0] = MarshalCode.Int64;
            BinaryPrimitives.WriteInt64LittleEndian(to[1..], value);
        }
        else
        {
            LongDigits(value);
        }
    }

    /// <summary>Writes a float.</summary>
    public void Float(double value)
    {
        var to = Reserve(9);
        to[0] = MarshalCode.Float;
        BinaryPrimitives.WriteDoubleLittleEndian(to[1..], value);
    }

    /// <summary>Writes a byte string.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Sized(MarshalCode.Bytes, value.Length);
        Raw(value);
    }

    /// <summary>Writes the head of a byte string of which <paramref name="length"/> bytes follow from elsewhere.</summary>
    internal void BytesHead(long length)
    {
        EnsureWithinLimit(_length + 5 + length);
        Sized(MarshalCode.Bytes, (int)length);
    }

    /// <summary>Writes a native string: text on Python 3, UTF-8 bytes on 2.7.</summary>
    public void Text(ReadOnlySpan<char> value) => Native(value, Encoding.UTF8);

    /// <summary>Writes a native string whose characters stand for bytes, as WSGI has them: U+0000 to U+00FF; others are written as '?'.</summary>
    public void Latin1(ReadOnlySpan<char> value) => Native(value, _latin1);

    /// <summary>
    /// Writes a native string that Python interns. For names that the project chose, never for what a client sent: interned strings
    /// live for ever on Python 3.12.
    /// </summary>
    public void Interned(ReadOnlySpan<char> value)
    {
        var start = _length;
        Native(value, Encoding.UTF8);
        var code = _buffer[start];
        _buffer[start] = code switch
        {
            MarshalCode.Bytes => MarshalCode.Interned,
            MarshalCode.ShortAscii => MarshalCode.ShortAsciiInterned,
            MarshalCode.Ascii => MarshalCode.AsciiInterned,
            _ => code,
        };
    }

    /// <summary>Writes the head of a tuple; <paramref name="count"/> values follow.</summary>
    public void Tuple(int count) => Sized(MarshalCode.Tuple, count);

    /// <summary>Writes the head of a list; <paramref name="count"/> values follow.</summary>
    public void List(int count) => Sized(MarshalCode.List, count);

    /// <summary>Writes the head of a dictionary; keys and values in turn follow.</summary>
    public void BeginDictionary() => Reserve(1)[0] = MarshalCode.Dictionary;

    /// <summary>Ends a dictionary.</summary>
    public void EndDictionary() => Reserve(1)[0] = MarshalCode.Null;

    /// <summary>Appends bytes that are marshal format already.</summary>
    public void Raw(ReadOnlySpan<byte> marshalled) => marshalled.CopyTo(Reserve(marshalled.Length));

    /// <summary>Makes room for <paramref name="count"/> bytes that the caller fills.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Reserve(int count)
    {
        var start = _length;
        if (_buffer.Length - start < count)
        {
            Grow(count);
        }

        _length = start + count;
        return _buffer.AsSpan(start, count);
    }

    /// <summary>Gives back the last <paramref name="count"/> reserved bytes.</summary>
    internal void Unreserve(int count) => _length -= count;

    /// <summary>A copy of what has been written.</summary>
    public byte[] ToArray() => Written.ToArray();

    /// <summary>Returns the buffer to the pool; the writer must not be used again.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    private void Native(ReadOnlySpan<char> value, Encoding other)
    {
        if (value.Length <= LongestShort && Generation == PythonGeneration.Python3)
        {
            // The shape of nearly all keys and values: two bytes of head, then ASCII.
            var to = Reserve(value.Length + 2);
            to[0] = MarshalCode.ShortAscii;
            to[1] = (byte)value.Length;
            if (Ascii.FromUtf16(value, to[2..], out _) == OperationStatus.Done)
            {
                return;
            }

            Unreserve(value.Length + 2);
        }
        else
        {
            var to = Reserve(value.Length + 5);
            to[0] = Generation == PythonGeneration.Python3 ? MarshalCode.Ascii : MarshalCode.Bytes;
            BinaryPrimitives.WriteInt32LittleEndian(to[1..], value.Length);
            if (Ascii.FromUtf16(value, to[5..], out _) == OperationStatus.Done)
            {
                return;
            }

            Unreserve(value.Length + 5);
        }

        NotAscii(value, other);
    }

    private void NotAscii(ReadOnlySpan<char> value, Encoding encoding)
    {
        if (Generation == PythonGeneration.Python3)
        {
            // Text travels as UTF-8 there, also where its characters stand for bytes.
            value = encoding == _latin1 ? encoding.GetString(encoding.GetBytes(value.ToArray())) : value;
            encoding = Encoding.UTF8;
        }

        var size = encoding.GetByteCount(value);
        Sized(Generation == PythonGeneration.Python3 ? MarshalCode.Text : MarshalCode.Bytes, size);
        encoding.GetBytes(value, Reserve(size));
    }

    private void LongDigits(long value)
    {
        // Marshal's long: digits of 15 bits, least first, their number negative for a negative value.
        var magnitude = value < 0 ? unchecked((ulong)-value) : (ulong)value;
        var count = 0;
        for (var rest = magnitude; rest != 0; rest >>= 15)
        {
            count++;
        }

        Sized(MarshalCode.Long, value < 0 ? -count : count);
        var to = Reserve(count * 2);
        for (var i = 0; i < count; i++, magnitude >>= 15)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to[(i * 2)..], (ushort)(magnitude & 0x7FFF));
        }
    }

    private void Sized(byte code, int number)
    {
        var to = Reserve(5);
        to[0] = code;
        BinaryPrimitives.WriteInt32LittleEndian(to[1..], number);
    }

    private void Grow(int count)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var needed = (long)_length + count;
        EnsureWithinLimit(needed);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(needed, Math.Min(_buffer.Length * 2L, FrameHeader.MaxBody)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private static void EnsureWithinLimit(long length)
    {
        if (length > FrameHeader.MaxBody)
        {
            throw new FrameException($"A frame's body would have {length} bytes; the limit is {FrameHeader.MaxBody}.");
        }
    }
}
