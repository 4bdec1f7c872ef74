namespace Actors.Configuration;

/// <summary>A backend: the long-lived instances that services have replaced.</summary>
public sealed record Backend
{
    /// <summary>The file it stands in, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Line of the entry in its file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Column of the entry in its file, counted from 1.</summary>
    public required int Column { get; init; }

    /// <summary><c>name</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>class</c>, such as B2. Default B2.</summary>
    public string Class { get; init; } = "B2";

    /// <summary><c>instances</c>, from 1. Default 1.</summary>
    public int Instances { get; init; } = 1;

    /// <summary><c>max_concurrent_requests</c>, from 1, or null for the platform's own.</summary>
    public int? MaxConcurrentRequests { get; init; }

    /// <summary><c>options: public</c>: anybody may send it requests. Default false: administrators and the platform.</summary>
    public bool IsPublic { get; init; }

    /// <summary><c>options: dynamic</c>: started by a request. Default false.</summary>
    public bool IsDynamic { get; init; }

    /// <summary><c>options: failfast</c>: requests do not wait while all instances are busy. Default false.</summary>
    public bool FailsFast { get; init; }

    /// <summary><c>start</c>: the script for <c>/_ah/start</c>, or null.</summary>
    public string? Start { get; init; }

    /// <summary>Line of that script's name, counted from 1.</summary>
    public int StartLine { get; init; }

    /// <summary>Column of that script's name, counted from 1.</summary>
    public int StartColumn { get; init; }

    /// <summary><c>state</c>: START, STOP or DISABLED. Default START.</summary>
    public string State { get; init; } = "START";
}
