using System.Collections.Concurrent;
using System.Globalization;
using Orleans;
using Orleans.Runtime;

namespace Actors.Engine;

/// <summary>The objects outside grains that grains may call. They are held weakly: whoever created a reference keeps the object.</summary>
internal sealed class ObserverDirectory
{
    public static readonly GrainType ObserverType = GrainType.Create("observer");

    private readonly ConcurrentDictionary<GrainId, Observer> _observers = new();
    private long _last;

    public GrainId Add(IGrainObserver target)
    {
        var grainId = GrainId.Create(ObserverType, Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture));
        _observers[grainId] = new Observer(target);
        return grainId;
    }

    /// <exception cref="ArgumentException">There is no such observer.</exception>
    public void Remove(GrainId grainId)
    {
        if (!_observers.TryRemove(grainId, out var observer)) throw new ArgumentException($"{grainId} is not an observer of this silo, or was deleted before.");
        observer.End();
    }

    /// <summary>Forgets the observers whose objects are gone.</summary>
    public void Collect()
    {
        foreach (var (grainId, observer) in _observers)
            if (!observer.IsAlive) _observers.TryRemove(grainId, out _);
    }

    public Observer? Find(GrainId grainId)
    {
        if (!_observers.TryGetValue(grainId, out var observer)) return null;
        if (observer.IsAlive) return observer;
        _observers.TryRemove(grainId, out _);
        return null;
    }
}
