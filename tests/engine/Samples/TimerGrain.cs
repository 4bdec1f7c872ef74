using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Tests.Samples;

/// <summary>A grain with one timer, made as the test says.</summary>
internal interface ITimerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive);

    Task Change(TimeSpan due, TimeSpan period);

    Task Dispose();

    /// <summary>What the callback does from now on: "wait", "fail", "dispose", "once more", "stop".</summary>
    Task Do(string what);

    Task Hold();
}

internal sealed class TimerGrain(Journal journal) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;
    private string _what = "";
    private int _ticks;

    public Task Start(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        RequestContext.Set("who", "caller");
        _timer = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Dispose()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task Do(string what)
    {
        _what = what;
        return Task.CompletedTask;
    }

    public async Task Hold()
    {
        journal.Add("held");
        await journal.Gate("hold");
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add("gone: " + reason.ReasonCode);
        return Task.CompletedTask;
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var tick = ++_ticks;
        Assert.Same(GrainContext, TaskScheduler.Current);
        Assert.Null(RequestContext.Get("who"));
        journal.Add("tick " + tick);
        switch (_what)
        {
            case "wait":
                await journal.Gate("tick " + tick);
                break;
            case "wait for the token":
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
                Assert.Same(GrainContext, TaskScheduler.Current);
                break;
            case "fail":
                throw new InvalidOperationException("the tick failed");
            case "dispose":
                _timer!.Dispose();
                Assert.True(cancellationToken.IsCancellationRequested);
                break;
            case "once more":
                _timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
                break;
            case "stop":
                DeactivateOnIdle();
                break;
        }

        journal.Add("ticked " + tick);
    }
}
