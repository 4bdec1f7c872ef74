namespace Actors.Sandbox.Tests;

/// <summary>What became of an attempt.</summary>
public enum OutcomeKind
{
    /// <summary>It did what it meant to.</summary>
    Through,

    /// <summary>An error came instead.</summary>
    Refused,

    /// <summary>Its worker ended.</summary>
    Killed,

    /// <summary>The platform answered 500 in the app's place, and the worker lives.</summary>
    Replaced,

    /// <summary>It cannot be made on this machine.</summary>
    Unavailable,
}

/// <summary>What became of an attempt.</summary>
/// <param name="Kind">Whether it got through.</param>
/// <param name="Error">The error's or the signal's name.</param>
/// <param name="Detail">In words.</param>
/// <param name="Effects">What was seen from outside although it should not: empty when nothing.</param>
public sealed record Outcome(OutcomeKind Kind, string Error, string Detail, string Effects)
{
    /// <summary>Whether the kernel says that it has no such thing; said without a filter, it is true.</summary>
    public bool IsUnknownToKernel => this is { Kind: OutcomeKind.Refused, Error: "ENOSYS" or "EAFNOSUPPORT" };

    /// <summary>Whether it is one of those that are expected.</summary>
    public bool Matches(IReadOnlyList<string> expected) => Kind switch
    {
        OutcomeKind.Refused => expected.Contains(Error),
        OutcomeKind.Killed => expected.Contains("killed") || expected.Contains(Error),
        OutcomeKind.Replaced => expected.Contains("500"),
        OutcomeKind.Through => expected.Contains("contained"),
        _ => false,
    };
}
