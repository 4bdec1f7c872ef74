using System.Net;
using System.Net.NetworkInformation;

namespace Actors.Services.UrlFetch;

/// <summary>The addresses of this machine's interfaces, looked up again when they are ten seconds old.</summary>
internal sealed class OwnAddresses(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private Snapshot? _last;

    /// <summary>The addresses now.</summary>
    public IReadOnlySet<IPAddress> Current
    {
        get
        {
            var last = _last;
            if (last is null || time.GetElapsedTime(last.Taken) > Fresh)
                _last = last = new Snapshot(time.GetTimestamp(), Read());
            return last.Addresses;
        }
    }

    private static HashSet<IPAddress> Read() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(each => each.GetIPProperties().UnicastAddresses)
        .Select(each => new IPAddress(each.Address.GetAddressBytes()))
        .ToHashSet();

    private sealed record Snapshot(long Taken, IReadOnlySet<IPAddress> Addresses);
}
