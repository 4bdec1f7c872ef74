using Orleans;

namespace Actors.Storage.Tests;

/// <summary>What grains hold between calls, as the engine would hand it to a storage.</summary>
public sealed class Held<T> : IGrainState<T>
{
    public string? ETag { get; set; }

    public bool RecordExists { get; set; }

    public T? State { get; set; }
}

/// <summary>A grain state of the usual kinds of members.</summary>
public sealed record TestState
{
    public long Number { get; init; }

    public string Text { get; init; } = "";

    public TestMood Mood { get; init; }

    public DateTimeOffset? When { get; init; }

    public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();
}

public enum TestMood
{
    Calm,
    Busy,
}
