using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Actors.Engine.Activations;

/// <summary>Which activation there is of each grain: at most one.</summary>
internal sealed class GrainDirectory
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();

    public int Count => _activations.Count;

    /// <summary>A snapshot that tolerates changes while it is walked.</summary>
    public IEnumerable<Activation> Activations => _activations.Select(entry => entry.Value);

    public bool TryGet(GrainId grainId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Activation? activation) => _activations.TryGetValue(grainId, out activation);

    public Activation GetOrAdd(Activation candidate) => _activations.GetOrAdd(candidate.GrainId, candidate);

    /// <summary>Removes this activation, and not one that has taken its place.</summary>
    public void Remove(Activation activation) => _activations.TryRemove(new KeyValuePair<GrainId, Activation>(activation.GrainId, activation));
}
