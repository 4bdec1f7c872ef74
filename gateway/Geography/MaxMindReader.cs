using System.Buffers.Binary;
using System.Text;

namespace Actors.Gateway.Geography;

/// <summary>
/// Finds values of the MaxMind DB format, version 2, in a section of the file: a control byte with type and size, then the value; a pointer stands for a value
/// elsewhere in the section. Trusts nothing: every step is within the section, depth and steps have an end, a pointer may not lead to a pointer. Values are named by
/// their position; <see cref="None"/> is a value that is not there, and nothing is found in it.
/// </summary>
internal ref struct MaxMindReader(ReadOnlySpan<byte> section)
{
    /// <summary>The position of a value that is not there.</summary>
    public const int None = -1;

    private const int MaxDepth = 32;
    private const int MaxSteps = 10_000;
    private readonly ReadOnlySpan<byte> _section = section;
    private int _position;
    private int _steps;

    /// <summary>The value of a key in a map; <see cref="None"/> when there is no such key or no map.</summary>
    public int Find(int map, ReadOnlySpan<byte> key)
    {
        if (!TryRead(map, out var type, out var entries) || type != MaxMindType.Map)
            return None;
        for (; entries > 0; entries--)
        {
            var after = Resolve(out type, out var size);
            if (type != MaxMindType.Text)
                throw new GeographyFormatException("A key of a map is no text.");
            var found = Take(size).SequenceEqual(key);
            if (after != None)
                _position = after;
            if (found)
                return _position;
            Skip(0);
        }

        return None;
    }

    /// <summary>The first element of an array; <see cref="None"/> when it is empty or no array.</summary>
    public int First(int array) => TryRead(array, out var type, out var size) && type == MaxMindType.Array && size > 0 ? _position : None;

    /// <summary>The value as text; null when it is something else.</summary>
    public string? Text(int value) => TryRead(value, out var type, out var size) && type == MaxMindType.Text ? Encoding.UTF8.GetString(Take(size)) : null;

    /// <summary>The value as a number; null when it is something else.</summary>
    public double? Number(int value)
    {
        if (!TryRead(value, out var type, out var size))
            return null;
        return type switch
        {
            MaxMindType.Double when size == 8 => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
            MaxMindType.Float when size == 4 => BinaryPrimitives.ReadSingleBigEndian(Take(4)),
            MaxMindType.UInt16 or MaxMindType.UInt32 or MaxMindType.UInt64 when size <= 8 => Unsigned(Take(size)),
            _ => null,
        };
    }

    private bool TryRead(int value, out MaxMindType type, out int size)
    {
        (type, size) = (MaxMindType.Extended, 0);
        if (value == None)
            return false;
        _position = value;
        Resolve(out type, out size);
        return true;
    }

    private void Skip(int depth)
    {
        if (depth > MaxDepth)
            throw new GeographyFormatException("Values are nested too deeply.");
        CountStep();
        ReadControl(out var type, out var size);
        if (type is MaxMindType.Map or MaxMindType.Array)
        {
            for (var values = type == MaxMindType.Map ? 2L * size : size; values > 0; values--)
                Skip(depth + 1);
        }
        else if (type is not (MaxMindType.Boolean or MaxMindType.Pointer))
        {
            Take(size); // a truth value is its size, and a pointer has been read whole
        }
    }

    /// <summary>Reads the control byte, of the value that a pointer leads to if it is one; returns where to go on after that pointer, or <see cref="None"/>.</summary>
    private int Resolve(out MaxMindType type, out int size)
    {
        CountStep();
        ReadControl(out type, out size);
        if (type != MaxMindType.Pointer)
            return None;
        var after = _position;
        _position = size;
        ReadControl(out type, out size);
        return type != MaxMindType.Pointer ? after : throw new GeographyFormatException("A pointer leads to a pointer.");
    }

    private void CountStep()
    {
        if (++_steps > MaxSteps)
            throw new GeographyFormatException("An entry has too many values.");
    }

    private void ReadControl(out MaxMindType type, out int size)
    {
        var control = Take(1)[0];
        type = (MaxMindType)(control >> 5);
        if (type == MaxMindType.Pointer)
        {
            size = Pointer(control);
            return;
        }

        if (type == MaxMindType.Extended)
            type = (MaxMindType)(Take(1)[0] + 7);
        size = (control & 31) switch
        {
            29 => 29 + (int)Unsigned(Take(1)),
            30 => 285 + (int)Unsigned(Take(2)),
            31 => 65_821 + (int)Unsigned(Take(3)),
            var small => small,
        };
        if (type is MaxMindType.Extended or MaxMindType.Pointer or > MaxMindType.Float)
            throw new GeographyFormatException($"{type} is no type of a value.");
    }

    private int Pointer(byte control)
    {
        var high = (ulong)(control & 7);
        var target = ((control >> 3) & 3) switch
        {
            0 => (high << 8) + Unsigned(Take(1)),
            1 => (high << 16) + Unsigned(Take(2)) + 2048,
            2 => (high << 24) + Unsigned(Take(3)) + 526_336,
            _ => Unsigned(Take(4)),
        };
        return target < (ulong)_section.Length ? (int)target : throw new GeographyFormatException("A pointer leads out of the file.");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_position < 0 || length > _section.Length - _position)
            throw new GeographyFormatException("A value leads out of the file.");
        var taken = _section.Slice(_position, length);
        _position += length;
        return taken;
    }

    private static ulong Unsigned(ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        foreach (var each in bytes)
            value = (value << 8) | each;
        return value;
    }
}

/// <summary>The types of the MaxMind DB format, by their numbers there.</summary>
internal enum MaxMindType
{
    Extended = 0,
    Pointer = 1,
    Text = 2,
    Double = 3,
    Bytes = 4,
    UInt16 = 5,
    UInt32 = 6,
    Map = 7,
    Int32 = 8,
    UInt64 = 9,
    UInt128 = 10,
    Array = 11,
    Cache = 12,
    EndMarker = 13,
    Boolean = 14,
    Float = 15,
}
