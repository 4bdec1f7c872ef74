namespace Actors.Runtimes.Limits;

/// <summary>
/// Which apps take so much of the processors that others suffer. Decisions without side effects.
/// An app may take more than its share for a moment, as one does that starts; the more it takes the shorter is the moment: beside one other app, an app that takes nine tenths of all
/// processors is held back after a twentieth of a second, one that takes half of them after two tenths.
/// </summary>
internal static class CpuVerdict
{
    /// <summary>An app that uses less of one processor is idle as far as sharing goes.</summary>
    public const double Active = 0.02;

    /// <summary>Of all processors: while more than that is idle nobody suffers.</summary>
    public const double Spare = 0.1;

    /// <summary>How long an app that is held back must be calm to be let go.</summary>
    public static readonly TimeSpan UntilCalm = TimeSpan.FromSeconds(10);

    /// <summary>Of the even share of an active app: what it may take.</summary>
    private const double May = 0.75;

    /// <summary>Of all processors: with less than that an app is calm.</summary>
    private const double Calm = 0.05;

    /// <summary>Of each processor: what an app may take beyond its share.</summary>
    private static readonly TimeSpan _burst = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan _recently = TimeSpan.FromSeconds(1);

    /// <summary>What is to be thought of each app after another look.</summary>
    /// <param name="before">What was thought after the last one.</param>
    /// <param name="reading">What was used since then.</param>
    /// <returns>The apps that have workers, and those held back whose workers are gone for now.</returns>
    public static Dictionary<string, CpuUse> Judge(IReadOnlyDictionary<string, CpuUse> before, CpuReading reading)
    {
        var apps = new Dictionary<string, CpuUse>(StringComparer.Ordinal);
        foreach (var (app, now) in reading.Apps)
        {
            apps[app] = Used(before.GetValueOrDefault(app), now, reading.Elapsed);
        }

        foreach (var (app, last) in before)
        {
            if (last.IsHeldBack && !apps.ContainsKey(app))
            {
                apps[app] = Used(last, 0, reading.Elapsed);
            }
        }

        var active = apps.Values.Count(static app => Math.Max(app.Now, app.Recent) > Active);
        return apps.ToDictionary(
            static app => app.Key,
            app => app.Value.IsHeldBack ? NextOfHeldBack(app.Value, active, reading) : Next(app.Value, active, reading),
            StringComparer.Ordinal);
    }

    /// <summary>Whether one that is held back has come to rest, or is alone.</summary>
    public static bool IsCalm(double used, int active, int processors) => active <= 1 || used < Calm * processors;

    private static CpuUse Used(CpuUse last, double now, TimeSpan elapsed) =>
        last with { Now = now, Recent = now + ((last.Recent - now) * Math.Exp(-(elapsed / _recently))) };

    private static CpuUse Next(CpuUse use, int active, CpuReading reading)
    {
        var processors = reading.Processors;
        if (active <= 1 || reading.HasSpare)
        {
            return use with { Excess = TimeSpan.Zero };
        }

        var excess = use.Excess + ((use.Now - (May * processors / active)) * reading.Elapsed);
        return excess > _burst * processors
            ? use with { Excess = TimeSpan.Zero, IsHeldBack = true, Calm = TimeSpan.Zero }
            : use with { Excess = excess > TimeSpan.Zero ? excess : TimeSpan.Zero };
    }

    private static CpuUse NextOfHeldBack(CpuUse use, int active, CpuReading reading)
    {
        var calm = IsCalm(use.Recent, active, reading.Processors) ? use.Calm + reading.Elapsed : TimeSpan.Zero;
        return use with { Calm = calm, IsHeldBack = calm < UntilCalm };
    }
}
