using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Actors.Engine.Tests.Samples;

/// <summary>Storage in memory, as text, with a version number as tag.</summary>
internal sealed class MemoryStorage : IGrainStorage
{
    public ConcurrentDictionary<string, (string Text, int Version)> Records { get; } = new();

    public bool Fails { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (Fails) throw new IOException("the disk is gone");
        if (!Records.TryGetValue($"{grainId}/{stateName}", out var record)) return Task.CompletedTask;
        (grainState.State, grainState.ETag, grainState.RecordExists) = (JsonSerializer.Deserialize<T>(record.Text), Tag(record.Version), true);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = $"{grainId}/{stateName}";
        var stored = Check(key, grainState.ETag);
        Records[key] = (JsonSerializer.Serialize(grainState.State), stored + 1);
        (grainState.ETag, grainState.RecordExists) = (Tag(stored + 1), true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Check($"{grainId}/{stateName}", grainState.ETag);
        Records.TryRemove($"{grainId}/{stateName}", out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    private int Check(string key, string? etag)
    {
        var stored = Records.TryGetValue(key, out var record) ? record.Version : 0;
        var tag = stored == 0 ? null : Tag(stored);
        return tag == etag ? stored : throw new InconsistentStateException($"{key} was written by somebody else.", tag ?? "", etag ?? "");
    }

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);
}
