namespace Actors.Runtimes.Limits;

/// <summary>What is thought of an app's use of the processors from one look to the next. A value: <see cref="CpuVerdict"/> makes the next one.</summary>
/// <param name="Now">Processors it used since the last look, such as 1.5.</param>
/// <param name="Recent">The same over the last second or so; what is longer ago counts less.</param>
/// <param name="Excess">Processor time it took beyond what it may, less what it has left to others since.</param>
/// <param name="IsHeldBack">Whether it is held back.</param>
/// <param name="Calm">How long it has been calm, once it is held back.</param>
internal readonly record struct CpuUse(double Now, double Recent, TimeSpan Excess, bool IsHeldBack, TimeSpan Calm);
