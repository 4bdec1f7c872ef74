namespace Actors.Silo;

/// <summary>
/// Ends requests that take longer than a stop, a moment before its time is over: their clients are answered that it was so, and the log has them. Left to the server, they would lose their
/// connections without a word, and it would wait for their ends for one second more.
/// </summary>
internal sealed class CutOff : IDisposable
{
    // From the beginning of a stop.
    private static readonly TimeSpan After = SiloHost.StopGrace - TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenRegistration _stopping;
    private ITimer? _timer;

    public CutOff(IHostApplicationLifetime lifetime, Func<Task> cutOff, TimeProvider time) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _timer = time.CreateTimer(_ => _ = cutOff(), null, After, Timeout.InfiniteTimeSpan));

    public void Dispose()
    {
        _stopping.Dispose();
        _timer?.Dispose();
    }
}
