namespace Actors.Bench.Scaling;

/// <summary>A rule that decides about instances. One object per run.</summary>
internal interface IScaler
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>Looks at the fleet, and starts and drains instances.</summary>
    void Look(Fleet fleet);
}
