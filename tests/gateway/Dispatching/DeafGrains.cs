using Actors.Grains;
using Orleans;
using Orleans.Runtime;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>The grains of a silo to somebody whom pushes do not reach: an observer's reference leads to one that does nothing.</summary>
internal sealed class DeafGrains(IGrainFactory grains) : IGrainFactory
{
    private readonly Deaf _deaf = new();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey =>
        grains.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => grains.GetGrain(grainInterfaceType, grainPrimaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable => grains.GetGrain<TGrainInterface>(grainId);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver =>
        grains.CreateObjectReference<TGrainObserverInterface>(_deaf);

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver =>
        grains.DeleteObjectReference<TGrainObserverInterface>(_deaf);

    private sealed class Deaf : IVersionObserver
    {
        public void Publish(string versionKey, VersionSnapshot snapshot)
        {
        }
    }
}
