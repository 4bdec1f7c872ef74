using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>Counts what becomes of a version's requests while its service's traffic is measured. Three increments a request, no lock.</summary>
/// <param name="version">The version.</param>
internal sealed class VersionMeter(string version)
{
    private readonly long[] _latencies = new long[LatencyScale.Count];
    private long _requests;
    private long _errors;

    /// <summary>The version.</summary>
    public string Version { get; } = version;

    /// <summary>Counts a request that the app was asked for.</summary>
    /// <param name="status">How it was answered.</param>
    /// <param name="latency">How long the app took, with the wait for an instance.</param>
    /// <param name="isLoading">An instance was loaded for it, so that its latency says nothing of the version's code.</param>
    public void Count(int status, TimeSpan latency, bool isLoading)
    {
        Interlocked.Increment(ref _requests);
        if (status >= 500)
            Interlocked.Increment(ref _errors);
        if (!isLoading)
            Interlocked.Increment(ref _latencies[LatencyScale.BandOf(latency)]);
    }

    /// <summary>What was counted so far.</summary>
    public VersionCounts Read() => new(Version, Interlocked.Read(ref _requests), Interlocked.Read(ref _errors), _latencies.ToArray());
}
