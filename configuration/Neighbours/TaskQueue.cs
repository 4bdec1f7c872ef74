using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>One queue of queue.yaml.</summary>
public sealed record TaskQueue
{
    /// <summary>Line of the entry in its file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary><c>name</c>, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary><c>mode: pull</c>: the app takes tasks itself. Default false.</summary>
    public bool IsPull { get; init; }

    /// <summary><c>rate</c>: tasks per second; 0 stops the queue. Default 5.</summary>
    public double RatePerSecond { get; init; } = 5;

    /// <summary><c>bucket_size</c>: tasks that may start at once after a pause. Default 5.</summary>
    public int BucketSize { get; init; } = 5;

    /// <summary><c>max_concurrent_requests</c>: tasks that may run at a time. Default 1000.</summary>
    public int MaxConcurrentRequests { get; init; } = 1000;

    /// <summary>The version of <c>target</c>, or null.</summary>
    public string? TargetVersion { get; init; }

    /// <summary>The service of <c>target</c>, or null for the one that adds the task.</summary>
    public string? TargetService { get; init; }

    /// <summary><c>retry_parameters</c>.</summary>
    public RetryParameters Retry { get; init; } = new();

    /// <summary><c>acl</c>: who may use a pull queue from outside.</summary>
    public ImmutableArray<QueueUser> Acl { get; init; } = [];
}

/// <summary>An entry of <c>acl</c>.</summary>
/// <param name="Email">The user.</param>
/// <param name="MayWrite"><c>writer_email</c>: may add tasks; <c>user_email</c>: may list and take them.</param>
public sealed record QueueUser(string Email, bool MayWrite);
