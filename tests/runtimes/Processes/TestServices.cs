using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Workers;

namespace Actors.Runtimes.Tests.Processes;

/// <summary>A service that answers in the order the test wants: each call waits until as many others have come, then the last is answered first.</summary>
internal sealed class TestServices : IApiServices
{
    private readonly Lock _lock = new();
    private readonly List<(ApiCall Call, TaskCompletionSource<ApiReply> Reply)> _waiting = [];
    private readonly TaskCompletionSource _firstCall = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many calls have to come before any is answered.</summary>
    public int Batch { get; set; } = 1;

    /// <summary>The calls in the order in which they came.</summary>
    public List<string> Seen { get; } = [];

    /// <summary>Completes when there is one.</summary>
    public Task FirstCall => _firstCall.Task;

    public ValueTask<ApiReply> CallAsync(WorkerStart caller, ApiCall call, CancellationToken cancellationToken)
    {
        var reply = new TaskCompletionSource<ApiReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            Seen.Add($"{call.Service}.{call.Method}");
            _firstCall.TrySetResult();
            _waiting.Add((call, reply));
            if (_waiting.Count < Batch)
            {
                return new ValueTask<ApiReply>(reply.Task.WaitAsync(cancellationToken));
            }

            _waiting.Reverse();
            foreach (var (waiting, answer) in _waiting)
            {
                answer.SetResult(Answer(waiting));
            }

            _waiting.Clear();
        }

        return new ValueTask<ApiReply>(reply.Task);
    }

    private static ApiReply Answer(ApiCall call) => call.Method switch
    {
        "Refuse" => ApiReply.ApplicationError(7, "not today"),
        "Break" => throw new InvalidOperationException("broken"),
        _ => ApiReply.Ok(call.Request),
    };
}
