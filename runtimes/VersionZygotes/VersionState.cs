using Actors.Grains;

namespace Actors.Runtimes.VersionZygotes;

/// <summary>What is known of one deployed state of a version, as far as its zygote is concerned. Guarded by the set's lock.</summary>
/// <param name="deployment">The state.</param>
internal sealed class VersionState(VersionDeployment deployment)
{
    private static readonly TimeSpan _shortestRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _longestRest = TimeSpan.FromMinutes(10);
    private bool _knowsModules;
    private TimeSpan _nextRest = _shortestRest;
    private long _restUntil;

    public VersionDeployment Deployment { get; } = deployment;

    /// <summary>What its zygote imports; null as long as that is not known, and for a version without libraries.</summary>
    public LibraryModules? Libraries { get; private set; }

    public VersionZygote? Zygote { get; set; }

    public bool IsMaking { get; set; }

    /// <summary>Workers of this state, whatever they were forked from.</summary>
    public int Live { get; set; }

    /// <summary>When the last of them ended.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether a worker should tell which modules it loads.</summary>
    public bool NeedsModules => !_knowsModules;

    /// <summary>Whether a deployment is this state: its files, and all that a process of it is started with.</summary>
    public bool IsOf(VersionDeployment other) =>
        other.Generation == Deployment.Generation && other.CodeTree == Deployment.CodeTree && other.Uid == Deployment.Uid
        && other.Runtime == Deployment.Runtime && other.MaxConcurrentRequests == Deployment.MaxConcurrentRequests && other.RunsLong == Deployment.RunsLong && other.MemoryMegabytes == Deployment.MemoryMegabytes;

    /// <summary>A worker has told; null when there are no libraries.</summary>
    public void Learn(LibraryModules? libraries)
    {
        _knowsModules = true;
        Libraries = libraries;
        IsRefused = libraries is null;
    }

    /// <summary>Whether one is to be made now.</summary>
    public bool WantsZygote(long now) => Libraries is not null && Zygote is null && !IsMaking && !IsRefused && now >= _restUntil;

    /// <summary>Whether its libraries do not allow one, or it has none.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Its libraries do not allow one.</summary>
    public void Refuse() => IsRefused = true;

    /// <summary>The last one failed: the next one is made no sooner than after a pause, which doubles from 5 s to 10 min.</summary>
    public void Rest(TimeProvider time)
    {
        _restUntil = time.GetTimestamp() + (long)(_nextRest.TotalSeconds * time.TimestampFrequency);
        _nextRest = _nextRest * 2 < _longestRest ? _nextRest * 2 : _longestRest;
    }
}
