using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Actors.Runtimes.Frames;

/// <summary>What the next value of a <see cref="MarshalReader"/> is.</summary>
public enum MarshalToken
{
    /// <summary>None.</summary>
    None,

    /// <summary>True or False.</summary>
    Boolean,

    /// <summary>An int or a long of at most 64 bits.</summary>
    Integer,

    /// <summary>A float.</summary>
    Float,

    /// <summary>A byte string, which on Python 2.7 is also the native text.</summary>
    Bytes,

    /// <summary>Text (unicode).</summary>
    Text,

    /// <summary>A tuple.</summary>
    Tuple,

    /// <summary>A list.</summary>
    List,

    /// <summary>A dictionary.</summary>
    Dictionary,

    /// <summary>The end of a dictionary.</summary>
    DictionaryEnd,
}

/// <summary>
/// Reads Python's marshal format, version 2, as written by a process that may be hostile: depth, number of objects and expanded size are
/// bounded, every length is checked against what is there before anything is made from it. The caller pulls values in the order it
/// expects them; anything else is a <see cref="FrameException"/>. References of version 3 and newer are refused.
/// </summary>
/// <exception cref="FrameException">Any of the reading methods: the bytes break a rule.</exception>
public ref struct MarshalReader
{
    /// <summary>Most containers in one another.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most values in one body.</summary>
    public const int MaxObjects = 100_000;

    /// <summary>Most bytes of all strings together, each counted as often as it is referred to.</summary>
    public const int MaxExpanded = 48 * 1024 * 1024;

    private readonly ReadOnlySpan<byte> _data;
    private List<(int Offset, int Length)>? _interned;
    private int _position;
    private int _depth;
    private int _objects;
    private long _expanded;

    /// <summary>Reads from the beginning of a body.</summary>
    public MarshalReader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The kind of the next value, which is not taken.</summary>
    public readonly MarshalToken Next => Peek() switch
    {
        MarshalCode.None => MarshalToken.None,
        MarshalCode.False or MarshalCode.True => MarshalToken.Boolean,
        MarshalCode.Int32 or MarshalCode.Int64 or MarshalCode.Long => MarshalToken.Integer,
        MarshalCode.Float or MarshalCode.FloatText => MarshalToken.Float,
        MarshalCode.Bytes or MarshalCode.Interned or MarshalCode.InternedReference => MarshalToken.Bytes,
        MarshalCode.Text or MarshalCode.Ascii or MarshalCode.AsciiInterned or MarshalCode.ShortAscii or MarshalCode.ShortAsciiInterned => MarshalToken.Text,
        MarshalCode.Tuple or MarshalCode.SmallTuple => MarshalToken.Tuple,
        MarshalCode.List => MarshalToken.List,
        MarshalCode.Dictionary => MarshalToken.Dictionary,
        MarshalCode.Null => MarshalToken.DictionaryEnd,
        var code => throw Refused(code),
    };

    /// <summary>Takes None.</summary>
    public void None() => Expect(MarshalCode.None, "None");

    /// <summary>Takes a bool.</summary>
    public bool Boolean()
    {
        var code = Code();
        return code is MarshalCode.True or MarshalCode.False ? code == MarshalCode.True : throw Unexpected("a bool", code);
    }

    /// <summary>Takes an int.</summary>
    public long Integer()
    {
        var code = Code();
        return code switch
        {
            MarshalCode.Int32 => Int32(),
            MarshalCode.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
            MarshalCode.Long => Long(),
            _ => throw Unexpected("an int", code),
        };
    }

    /// <summary>Takes an int that fits 32 bits.</summary>
    public int Int()
    {
        var value = Integer();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw new FrameException($"The number {value} is out of range.");
    }

    /// <summary>Takes a float.</summary>
    public double Float()
    {
        var code = Code();
        return code switch
        {
            MarshalCode.Float => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
            MarshalCode.FloatText => double.TryParse(Take(Take(1)[0]), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FrameException("A float is not a number."),
            _ => throw Unexpected("a float", code),
        };
    }

    /// <summary>Takes a byte string; the span lies in the body.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        var (offset, length) = BytesRange();
        return _data.Slice(offset, length);
    }

    /// <summary>Takes a byte string and says where in the body it lies.</summary>
    public (int Offset, int Length) BytesRange()
    {
        var code = Code();
        return code is MarshalCode.Bytes or MarshalCode.Interned or MarshalCode.InternedReference
            ? StringRange(code)
            : throw Unexpected("a byte string", code);
    }

    /// <summary>Takes text, or a byte string that is read as UTF-8; what is not valid becomes U+FFFD.</summary>
    public string Text() => Encoding.UTF8.GetString(StringBytes(out _));

    /// <summary>Takes a native string whose characters stand for bytes: text, or a byte string that is read as Latin-1.</summary>
    public string Latin1()
    {
        var bytes = StringBytes(out var isText);
        return isText ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Takes a string and returns its bytes as they lie in the body: UTF-8 when <paramref name="isText"/>.</summary>
    public ReadOnlySpan<byte> StringBytes(out bool isText)
    {
        var code = Code();
        isText = code is not (MarshalCode.Bytes or MarshalCode.Interned or MarshalCode.InternedReference);
        var (offset, length) = StringRange(code);
        return _data.Slice(offset, length);
    }

    /// <summary>Enters a tuple and returns how many values it has; after them comes <see cref="Leave"/>.</summary>
    public int EnterTuple()
    {
        var code = Code();
        return code switch
        {
            MarshalCode.Tuple => Enter(Int32()),
            MarshalCode.SmallTuple => Enter(Take(1)[0]),
            _ => throw Unexpected("a tuple", code),
        };
    }

    /// <summary>Enters a tuple that must have <paramref name="count"/> values.</summary>
    public void EnterTuple(int count)
    {
        var found = EnterTuple();
        if (found != count)
        {
            throw new FrameException($"A tuple has {found} values instead of {count}.");
        }
    }

    /// <summary>Enters a list and returns how many values it has; after them comes <see cref="Leave"/>.</summary>
    public int EnterList()
    {
        Expect(MarshalCode.List, "a list");
        return Enter(Int32());
    }

    /// <summary>Enters a list or a tuple.</summary>
    public int EnterSequence() => Next == MarshalToken.List ? EnterList() : EnterTuple();

    /// <summary>Enters a dictionary; keys and values are taken in turn while <see cref="NextEntry"/> says so.</summary>
    public void EnterDictionary()
    {
        Expect(MarshalCode.Dictionary, "a dictionary");
        Enter(0);
    }

    /// <summary>Whether a key and a value follow; at the end the dictionary is left.</summary>
    public bool NextEntry()
    {
        if (Peek() != MarshalCode.Null)
        {
            return true;
        }

        _position++;
        Leave();
        return false;
    }

    /// <summary>Leaves the tuple or list entered last, all of whose values have been taken.</summary>
    public void Leave() => _depth--;

    /// <summary>Takes any one value and forgets it.</summary>
    public void Skip()
    {
        switch (Next)
        {
            case MarshalToken.Integer: Integer(); break;
            case MarshalToken.Float: Float(); break;
            case MarshalToken.Bytes or MarshalToken.Text: StringBytes(out _); break;
            case MarshalToken.Tuple or MarshalToken.List:
                for (var count = EnterSequence(); count > 0; count--)
                {
                    Skip();
                }

                Leave();
                break;
            case MarshalToken.Dictionary:
                EnterDictionary();
                while (NextEntry())
                {
                    Skip();
                    Skip();
                }

                break;
            case MarshalToken.DictionaryEnd: throw Unexpected("a value", MarshalCode.Null);
            default: Code(); break;
        }
    }

    /// <summary>Makes sure that nothing follows.</summary>
    public readonly void End()
    {
        if (_position != _data.Length)
        {
            throw new FrameException($"{_data.Length - _position} bytes follow the end of a body.");
        }
    }

    private readonly byte Peek() => _position < _data.Length ? _data[_position] : throw Short();

    private byte Code()
    {
        var code = Peek();
        _position++;
        return ++_objects <= MaxObjects ? code : throw new FrameException($"A body has more than {MaxObjects} values.");
    }

    private void Expect(byte expected, string what)
    {
        var code = Code();
        if (code != expected)
        {
            throw Unexpected(what, code);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _data.Length - _position)
        {
            throw Short();
        }

        var taken = _data.Slice(_position, count);
        _position += count;
        return taken;
    }

    private int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private long Long()
    {
        var count = Int32();
        var negative = count < 0;
        if (count is < -5 or > 5)
        {
            throw new FrameException("A number has more than 64 bits.");
        }

        UInt128 magnitude = 0;
        var digits = Take(Math.Abs(count) * 2);
        for (var i = digits.Length - 2; i >= 0; i -= 2)
        {
            var digit = BinaryPrimitives.ReadUInt16LittleEndian(digits[i..]);
            magnitude = digit <= 0x7FFF ? (magnitude << 15) | digit : throw new FrameException("A number has a wrong digit.");
        }

        var limit = negative ? (UInt128)1 << 63 : ((UInt128)1 << 63) - 1;
        return magnitude > limit ? throw new FrameException("A number has more than 64 bits.") : unchecked((long)(negative ? 0 - magnitude : magnitude));
    }

    private (int Offset, int Length) StringRange(byte code)
    {
        int length;
        switch (code)
        {
            case MarshalCode.InternedReference:
                var index = Int32();
                var known = index >= 0 && index < (_interned?.Count ?? 0) ? _interned![index] : throw new FrameException("A reference to a string points nowhere.");
                Count(known.Length);
                return known;
            case MarshalCode.ShortAscii or MarshalCode.ShortAsciiInterned:
                length = Take(1)[0];
                break;
            case MarshalCode.Bytes or MarshalCode.Interned or MarshalCode.Text or MarshalCode.Ascii or MarshalCode.AsciiInterned:
                length = Int32();
                break;
            default:
                throw Unexpected("a string", code);
        }

        var range = (_position, length);
        Take(length);
        Count(length);
        if (code == MarshalCode.Interned)
        {
            (_interned ??= []).Add(range);
        }

        return range;
    }

    private void Count(int length)
    {
        if ((_expanded += length) > MaxExpanded)
        {
            throw new FrameException($"The strings of a body have more than {MaxExpanded} bytes.");
        }
    }

    private int Enter(int count)
    {
        // Each value has at least one byte: a count beyond that is a lie, and nobody makes room for it.
        if (count < 0 || count > _data.Length - _position)
        {
            throw Short();
        }

        return ++_depth <= MaxDepth ? count : throw new FrameException($"Values are nested more than {MaxDepth} deep.");
    }

    private static FrameException Short() => new("A body ends too early.");

    private static FrameException Refused(byte code) => code switch
    {
        >= MarshalCode.ReferenceFlag or MarshalCode.Reference => new("A body has references, which version 2 of the format does not have."),
        MarshalCode.Complex or MarshalCode.ComplexText => new("A body has a complex number, which frames do not have."),
        _ => new($"A body has a value of an unknown type (byte 0x{code:x2})."),
    };

    private static FrameException Unexpected(string what, byte code) => new($"A body has a value of type byte 0x{code:x2} where {what} belongs.");
}
