namespace Actors.Configuration;

/// <summary>A backend: the long-lived instances that services have replaced.</summary>
public sealed record Backend
{
    /// <summary>Line of the entry in its file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary><c>name</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>class</c>, such as B2. Default B2.</summary>
    public string Class { get; init; } = "B2";

    /// <summary><c>instances</c>, from 1. Default 1.</summary>
    public int Instances { get; init; } = 1;

    /// <summary><c>max_concurrent_requests</c>, from 1, or null for the platform's own.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary><c>options: public</c>: anybody may send it requests. Default false.</summary>
    public bool IsPublic { get; init; }

    /// <summary><c>options: dynamic</c>: started by a request. Default false.</summary>
    public bool IsDynamic { get; init; }

    /// <summary><c>options: failfast</c>: requests never wait for an instance. Default false.</summary>
    public bool FailsFast { get; init; }

    /// <summary><c>start</c>: the script for <c>/_ah/start</c>, or null.</summary>
    public string? Start { get; init; }

    /// <summary><c>state</c>: START, STOP or DISABLED. Default START.</summary>
    public string State { get; init; } = "START";
}
