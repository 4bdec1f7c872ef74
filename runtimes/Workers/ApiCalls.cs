using Actors.Runtimes.Frames;

namespace Actors.Runtimes.Workers;

/// <summary>The service calls that run for one request: beside one another, answered in the order in which they end.</summary>
/// <param name="answer">Answers a call with the body of an API_REPLY frame; never fails.</param>
/// <param name="send">Sends a frame; not called by two at a time.</param>
internal sealed class ApiCalls(Func<ApiCall, CancellationToken, Task<byte[]>> answer, Func<FrameKind, byte[], ValueTask> send)
{
    /// <summary>Most calls that run at a time; a worker with more is not listened to until one has ended.</summary>
    public const int MostRunning = 100;

    // Made with the first call: most requests have none.
    private SemaphoreSlim? _writing;
    private List<Task>? _running;
    private CancellationTokenSource? _abandon;

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

        var abandon = Volatile.Read(ref _abandon);
        if (abandon is null)
        {
            Volatile.Write(ref _abandon, abandon = new CancellationTokenSource());
        }

        _running.Add(RunAsync(call, abandon.Token));
    }

    /// <summary>Completes when all replies have been sent, so that none can follow into the next request.</summary>
    public async Task WhenAllAnswered()
    {
        await Task.WhenAll(_running!).ConfigureAwait(false);
        _running!.Clear();
        Volatile.Write(ref _abandon, null);
    }

    /// <summary>The request's deadline has come: what it has asked for and nobody waits for does not hold its response. Safe to call at any time.</summary>
    public void Abandon()
    {
        // Those that begin in the grace are others. Not disposed of: it has no timer, and who begins one now may hold it.
        Interlocked.Exchange(ref _abandon, null)?.Cancel();
    }

    private async Task RunAsync(ApiCall call, CancellationToken abandoned)
    {
        var reply = await answer(call, abandoned).ConfigureAwait(false);
        await _writing!.WaitAsync(CancellationToken.None).ConfigureAwait(false);
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
