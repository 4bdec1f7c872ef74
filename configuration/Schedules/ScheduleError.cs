namespace Actors.Configuration;

/// <summary>Why a schedule cannot be understood.</summary>
/// <param name="Column">Where in its text, in characters from 1.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Expected">What could stand there, as a sentence.</param>
public sealed record ScheduleError(int Column, string Message, string Expected)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Column}: {Message} {Expected}";
}
