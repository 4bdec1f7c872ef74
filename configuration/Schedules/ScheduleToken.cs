namespace Actors.Configuration;

/// <summary>What a piece of a schedule is.</summary>
internal enum ScheduleTokenKind
{
    /// <summary>A word of the language.</summary>
    Word,

    /// <summary><c>1st</c> to <c>5th</c>, <c>first</c> to <c>fifth</c>.</summary>
    Ordinal,

    /// <summary>One to five digits.</summary>
    Number,

    /// <summary><c>9:05</c>, <c>09:05</c>.</summary>
    Time,

    /// <summary>A comma.</summary>
    Comma,

    /// <summary>After the last piece.</summary>
    End,

    /// <summary>Nothing of the language; <see cref="ScheduleToken.Problem"/> says why where there is something to say.</summary>
    Unknown,
}

/// <summary>A piece of a schedule.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written.</param>
/// <param name="Column">Where it begins, in characters from 1.</param>
/// <param name="Value">The number, the ordinal, the minutes since midnight.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
internal readonly record struct ScheduleToken(ScheduleTokenKind Kind, string Text, int Column, int Value = 0, string? Problem = null);
