using Actors.Gateway.Hosts;
using Actors.Grains;

namespace Actors.Gateway.Routes;

/// <summary>Holds the routing table that new requests use. Reading takes no lock; writers follow one another.</summary>
/// <param name="names">The names that are answered to.</param>
public sealed class CurrentRoutes(HostNames names)
{
    private readonly Lock _writing = new();
    private RoutingTable _table = RoutingTable.EmptyFor(names);

    /// <summary>The table of now.</summary>
    public RoutingTable Current => Volatile.Read(ref _table);

    /// <summary>Puts a state of an app into the table, unless a newer one is there.</summary>
    public void Publish(AppSnapshot snapshot)
    {
        lock (_writing)
            Volatile.Write(ref _table, _table.With(snapshot));
    }

    /// <summary>Takes an app out of the table.</summary>
    public void Remove(string app)
    {
        lock (_writing)
            Volatile.Write(ref _table, _table.Without(app));
    }
}
