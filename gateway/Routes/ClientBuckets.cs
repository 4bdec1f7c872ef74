using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>Finds a request's version where several share a service's traffic. Takes no lock.</summary>
/// <param name="seed">Where chance begins.</param>
internal sealed class ClientBuckets(ulong seed)
{
    private long _draws;

    /// <summary>The version for a request. Chance is asked once for each request, however often it is routed.</summary>
    public VersionRoute VersionFor(Exchange exchange, SplitRoute split)
    {
        exchange.Split = split;
        if (split.Traffic.SplitBy == TrafficSplit.Ip)
            return split[exchange.Bucket = ClientBucket.OfAddress(exchange.Context.Connection.RemoteIpAddress, split.Salt)];
        if (exchange.Bucket < 0 && split.Traffic.SplitBy == TrafficSplit.Cookie)
        {
            exchange.Bucket = ClientBucket.OfCookie(exchange.Context.Request.Headers.Cookie);
            exchange.GivesBucket = exchange.Bucket < 0 && exchange.Kind == RequestKind.User;
        }

        if (exchange.Bucket < 0)
            exchange.Bucket = Draw();
        return split[exchange.Bucket];
    }

    /// <summary>SplitMix64: a counter, thoroughly mixed.</summary>
    private int Draw()
    {
        var value = seed + ((ulong)Interlocked.Increment(ref _draws) * 0x9E3779B97F4A7C15);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return ClientBucket.Of((uint)((value ^ (value >> 31)) >> 32));
    }
}
