using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dapper;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Storage.GrainStates;

/// <summary>
/// Grain state in the database, as JSON. State types are plain classes and records with a parameterless constructor whose public properties hold everything;
/// enums are stored by name.
/// </summary>
/// <remarks>
/// Every write gives a new ETag that was never used before, so that a state cleared and written anew is not mistaken for the old one.
/// A cleared state leaves no row behind: instances come and go by the million.
/// </remarks>
/// <param name="database">The database.</param>
/// <param name="time">The clock.</param>
/// <param name="known">How states of some types are read and written, by code generated for them; others are by reflection, which a start would wait for.</param>
public sealed class DatabaseGrainStorage(IDatabase database, TimeProvider time, IEnumerable<IJsonTypeInfoResolver>? known = null) : IGrainStorage
{
    private const string Key = "grain_type = @Type AND grain_key = @Key AND state_name = @Name";
    private const string Select = $"SELECT etag, state FROM grain_states WHERE {Key}";
    private const string SelectEtag = $"SELECT etag FROM grain_states WHERE {Key}";
    private const string Insert = """
        INSERT INTO grain_states (grain_type, grain_key, state_name, etag, written_at, state)
        VALUES (@Type, @Key, @Name, @NewEtag, @Now, @State)
        ON CONFLICT DO NOTHING
        """;

    private const string Update = $"UPDATE grain_states SET etag = @NewEtag, written_at = @Now, state = @State WHERE {Key} AND etag = @Etag";
    private const string Delete = $"DELETE FROM grain_states WHERE {Key} AND etag = @Etag";

    // Refuses half a surrogate pair; replacing it would give two keys one row.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly JsonSerializerOptions _json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = JsonTypeInfoResolver.Combine([.. known ?? [], new DefaultJsonTypeInfoResolver()]),
    };

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <summary>Fills <paramref name="grainState"/> with what is stored, or with a new state without an ETag when nothing is.</summary>
    /// <exception cref="InvalidDataException">What is stored cannot be read as <typeparamref name="T"/>.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var row = Row.For(stateName, grainId);
        var stored = await database.ReadAsync(
            (connection, token) => connection.QuerySingleOrDefaultAsync<StoredState>(new CommandDefinition(Select, row, cancellationToken: token)),
            cancellationToken);

        grainState.State = stored is null ? New<T>() : Deserialize<T>(stored.State, stateName, grainId);
        grainState.ETag = stored?.Etag;
        grainState.RecordExists = stored is not null;
    }

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <summary>Stores the state if the ETag is still the stored one (null: nothing is stored), and gives it a new ETag.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote or cleared it in the meantime.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        var row = Row.For(stateName, grainId) with
        {
            Etag = grainState.ETag,
            NewEtag = Guid.NewGuid().ToString("N"),
            Now = time.GetUtcNow().ToUnixTimeMilliseconds(),
            State = JsonSerializer.Serialize(grainState.State, _json),
        };
        await ChangeAsync(row.Etag is null ? Insert : Update, row, grainId, cancellationToken);
        grainState.ETag = row.NewEtag;
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <summary>Removes the stored state if the ETag is still the stored one, and makes <paramref name="grainState"/> new. Clearing what was never stored is fine.</summary>
    /// <exception cref="InconsistentStateException">Somebody else wrote or cleared it in the meantime.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grainState);
        await ChangeAsync(Delete, Row.For(stateName, grainId) with { Etag = grainState.ETag }, grainId, cancellationToken);
        grainState.State = New<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    // One conditional statement decides, so that two silos on PostgreSQL cannot both win; reading the ETag afterwards is for the error only.
    private Task ChangeAsync(string sql, Row row, GrainId grainId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (connection, token) =>
            {
                if (await connection.ExecuteAsync(new CommandDefinition(sql, row, cancellationToken: token)) == 1) return;
                var stored = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(SelectEtag, row, cancellationToken: token));
                if (row.Etag is null && stored is null && sql == Delete) return;
                throw new InconsistentStateException(
                    $"State '{row.Name}' of grain {grainId} was changed by another activation.", stored ?? "none", row.Etag ?? "none");
            },
            cancellationToken);

    private T? Deserialize<T>(string json, string stateName, GrainId grainId)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, _json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"State '{stateName}' of grain {grainId} cannot be read as {typeof(T).Name}: {e.Message}", e);
        }
    }

    private static T New<T>()
    {
        try
        {
            return Activator.CreateInstance<T>();
        }
        catch (MissingMethodException e)
        {
            throw new NotSupportedException($"The grain state {typeof(T)} needs a public constructor without parameters.", e);
        }
    }

    private sealed record StoredState(string Etag, string State);

    private sealed record Row(string Type, byte[] Key, string Name)
    {
        public string? Etag { get; init; }

        public string? NewEtag { get; init; }

        public long Now { get; init; }

        public string? State { get; init; }

        public static Row For(string stateName, GrainId grainId) => new(grainId.Type.ToString()!, StrictUtf8.GetBytes(grainId.Key.ToString()!), stateName);
    }
}
