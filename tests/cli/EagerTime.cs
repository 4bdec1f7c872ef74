namespace Actors.Cli.Tests;

/// <summary>Time that stands still, in which nothing has to be waited for.</summary>
internal sealed class EagerTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => Rows.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Fired();
    }

    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
