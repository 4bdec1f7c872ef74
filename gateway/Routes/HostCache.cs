using System.Collections.Concurrent;

namespace Actors.Gateway.Routes;

/// <summary>
/// Remembers what Host headers mean in one routing table, so that a known one costs a look-up and no reading. Clients write the headers: of those that differ (in case, port, labels that nobody
/// knows) a bounded number is kept, and when it is reached all are forgotten, which costs each host that is in use one reading.
/// </summary>
internal sealed class HostCache
{
    /// <summary>Most headers that are kept, but for those that are added at the same moment.</summary>
    public const int Capacity = 4096;

    /// <summary>Characters of the longest header that is kept: a name and a port.</summary>
    public const int MaxLength = Hosts.HostNames.MaxLength + 7;

    private volatile Headers _headers = new();

    /// <summary>Headers that are kept.</summary>
    public int Count => Volatile.Read(ref _headers.Added);

    /// <summary>What a header means, or null when it is not known.</summary>
    public HostRoute? Find(string header) => _headers.Routes.GetValueOrDefault(header);

    /// <summary>Keeps what a header means.</summary>
    public void Add(string header, HostRoute route)
    {
        var headers = _headers;
        if (header.Length <= MaxLength && headers.Routes.TryAdd(header, route) && Interlocked.Increment(ref headers.Added) >= Capacity)
            _headers = new Headers();
    }

    private sealed class Headers
    {
        public readonly ConcurrentDictionary<string, HostRoute> Routes = new(StringComparer.Ordinal);
        public int Added;
    }
}
