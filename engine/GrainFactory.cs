using Orleans;
using Orleans.Runtime;

namespace Actors.Engine;

/// <summary>Makes references, for grains and for code outside them.</summary>
internal sealed class GrainFactory(GrainEngine engine) : IClusterClient
{
    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(primaryKey);
        return (TGrainInterface)(object)engine.Proxy(typeof(TGrainInterface), engine.IdOf(typeof(TGrainInterface), primaryKey, grainClassNamePrefix));
    }

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey)
    {
        ArgumentNullException.ThrowIfNull(grainInterfaceType);
        ArgumentNullException.ThrowIfNull(grainPrimaryKey);
        return (IGrain)engine.Proxy(grainInterfaceType, engine.IdOf(grainInterfaceType, grainPrimaryKey, null));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)engine.Proxy(typeof(TGrainInterface), grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainReference) throw new ArgumentException("It is a reference already.", nameof(obj));
        return (TGrainObserverInterface)(object)engine.Proxy(typeof(TGrainObserverInterface), engine.Observers.Add(obj));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver =>
        engine.Observers.Remove(obj.GetGrainId());
}
