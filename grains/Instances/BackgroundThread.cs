namespace Actors.Grains.Instances;

/// <summary>A background thread of an instance: as long as its grain timer's callback runs.</summary>
internal sealed class BackgroundThread(string id, DateTimeOffset started, long timestamp)
{
    /// <summary>Pairs its request with the code that waits for it.</summary>
    public string Id => id;

    /// <summary>Completes, and never fails, when it has ended.</summary>
    public Task Ended { get; set; } = Task.CompletedTask;

    public BackgroundThreadDescription Describe(TimeProvider time) => new(id, started, time.GetElapsedTime(timestamp));
}
