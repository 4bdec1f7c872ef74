namespace Actors.Grains.Versions;

/// <summary>One request that waits for a slot.</summary>
/// <param name="GatewayId">Who asks.</param>
/// <param name="Kind">User requests go first.</param>
/// <param name="Since">When it began to wait, in timestamps of the grain's clock.</param>
internal sealed record PendingRequest(string GatewayId, RequestKind Kind, long Since)
{
    private readonly TaskCompletionSource<SlotGrant> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>No request: somebody wants an instance that is warmed up before traffic comes. Default false.</summary>
    public bool IsWarmUp { get; init; }

    /// <summary>Completes when the wait is over.</summary>
    public Task<SlotGrant> End => _end.Task;

    /// <summary>Ends the wait.</summary>
    public void Answer(SlotGrant grant) => _end.TrySetResult(grant);
}

/// <summary>The requests that wait for a slot of one version: user requests before others, within a kind in order; bounded. For the turns of one grain.</summary>
internal sealed class PendingQueue(int limit)
{
    private readonly LinkedList<PendingRequest> _users = new();
    private readonly LinkedList<PendingRequest> _tasks = new();

    /// <summary>How many wait.</summary>
    public int Count => _users.Count + _tasks.Count;

    /// <summary>Whether a request waits, and not only who wants an instance warmed up.</summary>
    public bool HasRequests => _users.Count > 0 || _tasks.Any(static task => !task.IsWarmUp);

    /// <summary>Adds a request unless the queue is full.</summary>
    public bool TryAdd(PendingRequest request)
    {
        if (Count >= limit)
            return false;
        Of(request.Kind).AddLast(request);
        return true;
    }

    /// <summary>When the one that waits longest began to; null when nobody waits.</summary>
    public long? Oldest => (_users.First?.Value.Since, _tasks.First?.Value.Since) switch
    {
        ({ } user, { } task) => Math.Min(user, task),
        var (user, task) => user ?? task,
    };

    /// <summary>The request whose turn it is, or null.</summary>
    public PendingRequest? First => _users.First?.Value ?? _tasks.First?.Value;

    /// <summary>Takes a request off the queue.</summary>
    public void Remove(PendingRequest request) => Of(request.Kind).Remove(request);

    /// <summary>Takes the request whose turn it is off the queue.</summary>
    public void RemoveFirst()
    {
        var queue = _users.Count > 0 ? _users : _tasks;
        queue.RemoveFirst();
    }

    /// <summary>Takes off every request that began to wait at or before an instant.</summary>
    /// <param name="since">The instant.</param>
    /// <param name="warmUpsSince">The instant for those that want an instance warmed up, which takes longer than requests may wait.</param>
    public IReadOnlyList<PendingRequest> RemoveOlderThan(long since, long warmUpsSince) => [.. Take(_users, since, warmUpsSince), .. Take(_tasks, since, warmUpsSince)];

    /// <summary>Takes everything off.</summary>
    public IReadOnlyList<PendingRequest> RemoveAll() => RemoveOlderThan(long.MaxValue, long.MaxValue);

    private LinkedList<PendingRequest> Of(RequestKind kind) => kind == RequestKind.User ? _users : _tasks;

    private static List<PendingRequest> Take(LinkedList<PendingRequest> queue, long since, long warmUpsSince)
    {
        var taken = new List<PendingRequest>();
        for (var node = queue.First; node is not null && (node.Value.Since <= since || node.Value.IsWarmUp);)
        {
            var (next, request) = (node.Next, node.Value);
            if (request.Since <= (request.IsWarmUp ? warmUpsSince : since))
            {
                taken.Add(request);
                queue.Remove(node);
            }

            node = next;
        }

        return taken;
    }
}
