using System.Reflection;
using Actors.Engine.Activations;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Engine.State;

/// <summary>Makes the states that a grain's constructor asks for.</summary>
internal static class PersistentState
{
    /// <exception cref="OrleansConfigurationException">There is no storage of that name, or the parameter has another type.</exception>
    public static object Create(Activation activation, ParameterInfo parameter)
    {
        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new OrleansConfigurationException($"[PersistentState] of {activation.Class.Type} stands on \"{parameter.Name}\", which is no IPersistentState<T>.");
        var storage = attribute.StorageName is null
            ? activation.Engine.Services.GetService<IGrainStorage>()
            : activation.Engine.Services.GetKeyedService<IGrainStorage>(attribute.StorageName);
        if (storage is null)
            throw new OrleansConfigurationException($"{activation.Class.Type} keeps \"{attribute.StateName}\" in the storage \"{attribute.StorageName ?? "Default"}\", but none of that name was added. Add it by AddGrainStorage.");
        var state = Activator.CreateInstance(typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments()), activation.GrainId, attribute.StateName, storage)!;
        activation.AddState((IActivationState)state);
        return state;
    }
}

/// <summary>One named state of one activation.</summary>
internal sealed class PersistentState<TState>(GrainId grainId, string name, IGrainStorage storage) : IPersistentState<TState>, IActivationState
{
    private readonly Record _record = new() { State = New() };

    public TState State { get => _record.State!; set => _record.State = value; }

    public string? Etag => _record.ETag;

    public bool RecordExists => _record.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        await storage.ReadStateAsync(name, grainId, _record, cancellationToken);
        _record.State ??= New();
    }

    public Task WriteStateAsync(CancellationToken cancellationToken) => storage.WriteStateAsync(name, grainId, _record, cancellationToken);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await storage.ClearStateAsync(name, grainId, _record, cancellationToken);
        _record.State = New();
    }

    private static TState? New() =>
        typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null ? Activator.CreateInstance<TState>() : default;

    private sealed class Record : IGrainState<TState>
    {
        public TState? State { get; set; }

        public string? ETag { get; set; }

        public bool RecordExists { get; set; }
    }
}
