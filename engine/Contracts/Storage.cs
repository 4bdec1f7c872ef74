using Orleans.Runtime;

namespace Orleans
{
    /// <summary>The state of one grain and name, as storage reads and writes it.</summary>
    public interface IGrainState<T>
    {
        /// <summary>The state.</summary>
        T? State { get; set; }

        /// <summary>The version in storage, null before there is one. Storage sets it.</summary>
        string? ETag { get; set; }

        /// <summary>True when storage has a record. Storage sets it.</summary>
        bool RecordExists { get; set; }
    }
}

namespace Orleans.Storage
{
    /// <summary>Keeps the state of grains.</summary>
    public interface IGrainStorage
    {
        /// <summary>Reads state, tag and whether a record exists.</summary>
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <summary>Writes the state when the tag is the stored one, and sets the new tag.</summary>
        /// <exception cref="InconsistentStateException">The tag is not the stored one.</exception>
        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <summary>Removes the record when the tag is the stored one.</summary>
        /// <exception cref="InconsistentStateException">The tag is not the stored one.</exception>
        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

        /// <inheritdoc cref="ReadStateAsync{T}(string, GrainId, IGrainState{T})"/>
        Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ReadStateAsync(stateName, grainId, grainState);
        }

        /// <inheritdoc cref="WriteStateAsync{T}(string, GrainId, IGrainState{T})"/>
        Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return WriteStateAsync(stateName, grainId, grainState);
        }

        /// <inheritdoc cref="ClearStateAsync{T}(string, GrainId, IGrainState{T})"/>
        Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ClearStateAsync(stateName, grainId, grainState);
        }
    }
}

namespace Orleans.Core
{
    /// <summary>State that can be read, written and cleared.</summary>
    public interface IStorage
    {
        /// <summary>The version in storage, or null.</summary>
        string? Etag { get; }

        /// <summary>True when storage has a record.</summary>
        bool RecordExists { get; }

        /// <summary>Removes the record and resets the state.</summary>
        Task ClearStateAsync();

        /// <summary>Writes the state.</summary>
        Task WriteStateAsync();

        /// <summary>Reads the state again.</summary>
        Task ReadStateAsync();

        /// <inheritdoc cref="ClearStateAsync()"/>
        Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

        /// <inheritdoc cref="WriteStateAsync()"/>
        Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

        /// <inheritdoc cref="ReadStateAsync()"/>
        Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
    }

    /// <summary>Typed state that can be read, written and cleared.</summary>
    public interface IStorage<TState> : IStorage
    {
        /// <summary>The state; a new object where there is no record.</summary>
        TState State { get; set; }
    }
}

namespace Orleans.Runtime
{
    /// <summary>A grain's named state, injected into its constructor and read before it is activated.</summary>
    public interface IPersistentState<TState> : Orleans.Core.IStorage<TState>;

    /// <summary>Says on a constructor parameter of type <see cref="IPersistentState{TState}"/> which state it is, and where it is kept.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class PersistentStateAttribute(string stateName, string? storageName = null) : Attribute
    {
        /// <summary>The name of the state, unique in the grain.</summary>
        public string StateName { get; } = stateName;

        /// <summary>The name of the storage, or null for the default one.</summary>
        public string? StorageName { get; } = storageName;
    }
}
