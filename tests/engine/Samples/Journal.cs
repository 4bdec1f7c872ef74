using System.Collections.Concurrent;

namespace Actors.Engine.Tests.Samples;

/// <summary>What happened in grains, in order, and gates that hold them where a test wants them.</summary>
internal sealed class Journal
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _seen = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public void Add(string line)
    {
        _lines.Enqueue(line);
        Source(_seen, line).TrySetResult();
    }

    /// <summary>Completes when the line has been added.</summary>
    public Task Seen(string line) => Source(_seen, line).Task.WaitAsync(TimeSpan.FromSeconds(20));

    public bool HasSeen(string line) => _lines.Contains(line);

    public Task Gate(string name) => Source(_gates, name).Task;

    public void Open(params string[] names)
    {
        foreach (var name in names) Source(_gates, name).TrySetResult();
    }

    private static TaskCompletionSource Source(ConcurrentDictionary<string, TaskCompletionSource> sources, string name) =>
        sources.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
