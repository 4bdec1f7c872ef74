namespace Actors.Configuration;

/// <summary>A set of small numbers, 0 to 31: days of the month, months, weekdays. Immutable.</summary>
/// <param name="Bits">Bit n is set when n is in it.</param>
public readonly record struct NumberSet(uint Bits)
{
    /// <summary>The numbers of a range, ends included.</summary>
    public static NumberSet Range(int first, int last)
    {
        var set = default(NumberSet);
        for (var number = first; number <= last; number++)
            set = set.With(number);
        return set;
    }

    /// <summary>These numbers.</summary>
    public static NumberSet Of(params ReadOnlySpan<int> numbers)
    {
        var set = default(NumberSet);
        foreach (var number in numbers)
            set = set.With(number);
        return set;
    }

    /// <summary>Nothing is in it.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>How many numbers are in it.</summary>
    public int Count => System.Numerics.BitOperations.PopCount(Bits);

    /// <summary>Whether a number is in it.</summary>
    public bool Contains(int number) => (Bits & (1u << number)) != 0;

    /// <summary>The set with one more number.</summary>
    public NumberSet With(int number) => new(Bits | (1u << number));

    /// <summary>The numbers in order.</summary>
    public IEnumerable<int> Numbers()
    {
        for (var number = 0; number < 32; number++)
        {
            if (Contains(number))
                yield return number;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Numbers());
}
