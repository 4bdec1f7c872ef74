using Actors.Grains.Workers;

namespace Actors.Runtimes.Workers;

/// <summary>Puts a spawn's journey together from what the silo, the zygote and the worker measured.</summary>
/// <param name="time">The silo's clock.</param>
internal sealed class JourneyClock(TimeProvider time)
{
    private readonly List<SpawnStepTime> _steps = [];
    private readonly long _began = time.GetTimestamp();
    private long _mark = time.GetTimestamp();

    /// <summary>The step that is under way: the one after the last that was told.</summary>
    public SpawnStep Current => _steps.Count == 0 ? SpawnStep.Zygote : After(_steps[^1].Step);

    /// <summary>A step that the silo measured: since the last mark.</summary>
    public void Passed(SpawnStep step)
    {
        _steps.Add(new SpawnStepTime(step, Since(_mark)));
        Mark();
    }

    /// <summary>A step that somebody else measured.</summary>
    public void Told(SpawnStep step, long microseconds) => _steps.Add(new SpawnStepTime(step, microseconds));

    /// <summary>The next step of the silo's own begins now.</summary>
    public void Mark() => _mark = time.GetTimestamp();

    /// <summary>Begins again at the first step; what was lost counts in the total.</summary>
    public void Restart()
    {
        _steps.Clear();
        _mark = _began;
    }

    /// <summary>The journey so far.</summary>
    public SpawnJourney Journey() => new(_steps.ToArray(), Since(_began));

    private static SpawnStep After(SpawnStep step) => step switch
    {
        SpawnStep.Fork => SpawnStep.Lifeline,
        SpawnStep.Spare => SpawnStep.Identity,
        SpawnStep.Ready => SpawnStep.Ready,
        _ => step + 1,
    };

    private long Since(long begin) => (long)time.GetElapsedTime(begin).TotalMicroseconds;
}
