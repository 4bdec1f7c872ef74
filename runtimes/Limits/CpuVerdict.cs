namespace Actors.Runtimes.Limits;

/// <summary>Which apps take so much of the processors that others would suffer. Decisions without side effects.</summary>
internal static class CpuVerdict
{
    /// <summary>An app that uses less of one processor is idle as far as sharing goes.</summary>
    public const double Active = 0.02;

    /// <summary>Of the even share of an active app: with more it is held back.</summary>
    private const double TooMuch = 0.75;

    /// <summary>Of all processors: with less than that it is calm.</summary>
    private const double Calm = 0.05;

    /// <summary>Whether an app that is not held back should be.</summary>
    /// <param name="used">Processors it used of late, such as 1.5.</param>
    /// <param name="active">How many apps were active, this one included.</param>
    /// <param name="processors">How many the machine has.</param>
    public static bool IsTooMuch(double used, int active, int processors) => active > 1 && used > TooMuch * processors / active;

    /// <summary>Whether one that is held back has come to rest, or is alone.</summary>
    public static bool IsCalm(double used, int active, int processors) => active <= 1 || used < Calm * processors;
}
