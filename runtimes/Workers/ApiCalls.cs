using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Workers;

/// <summary>The service calls that run for one request: beside one another, answered in the order in which they end.</summary>
/// <param name="answer">Answers a call with the body of an API_REPLY frame; never fails.</param>
/// <param name="send">Sends a frame; not called by two at a time.</param>
internal sealed class ApiCalls(Func<ApiCall, Task<byte[]>> answer, Func<FrameKind, byte[], ValueTask> send)
{
    /// <summary>Most calls that run at a time; a worker with more is not listened to until one has ended.</summary>
    public const int MostRunning = 100;

    // Made with the first call: most requests have none.
    private SemaphoreSlim? _writing;
    private List<Task>? _running;

    /// <summary>Whether a call has not been answered yet.</summary>
    public bool AreRunning => _running is { Count: > 0 };

    /// <summary>Starts a call; waits when there are too many already.</summary>
    /// <exception cref="FrameException">The body is not that of an API_CALL frame.</exception>
    public async ValueTask StartAsync(byte[] body)
    {
        var call = ApiCall.Read(body);
        _writing ??= new SemaphoreSlim(1, 1);
        _running ??= [];
        _running.RemoveAll(task => task.IsCompletedSuccessfully);
        while (_running.Count >= MostRunning)
        {
            var ended = await Task.WhenAny(_running).ConfigureAwait(false);
            await ended.ConfigureAwait(false);
            _running.Remove(ended);
        }

        _running.Add(RunAsync(call));
    }

    /// <summary>Completes when all replies have been sent, so that none can follow into the next request.</summary>
    public async Task WhenAllAnswered()
    {
        await Task.WhenAll(_running!).ConfigureAwait(false);
        _running!.Clear();
    }

    private async Task RunAsync(ApiCall call)
    {
        var reply = await answer(call).ConfigureAwait(false);
        await _writing!.WaitAsync().ConfigureAwait(false);
        try
        {
            await send(FrameKind.ApiReply, reply).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }
}
