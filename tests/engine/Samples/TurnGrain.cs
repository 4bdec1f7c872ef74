using Orleans;
using Orleans.Concurrency;

namespace Actors.Engine.Tests.Samples;

/// <summary>Looks at how its own code is run.</summary>
internal interface ITurnGrain : IGrainWithStringKey
{
    Task Step(int yields);

    Task<(int Steps, int Overlaps)> Result();

    Task CheckScheduler();
}

[Reentrant]
internal sealed class TurnGrain : Grain, ITurnGrain
{
    internal static readonly AsyncLocal<string?> Ambient = new();

    private int _steps, _overlaps, _inTurn;

    public async Task Step(int yields)
    {
        for (var i = 0; i < yields; i++)
        {
            Enter();
            Leave();
            if (i % 2 == 0) await Task.Yield();
            else await Task.Run(() => { });
        }

        Enter();
        _steps++;
        Leave();
    }

    public Task<(int Steps, int Overlaps)> Result() => Task.FromResult((_steps, _overlaps));

    public async Task CheckScheduler()
    {
        Check();
        await Task.Yield();
        Check();
        await Task.Run(() => Assert.Same(TaskScheduler.Default, TaskScheduler.Current));
        Check();
        await Task.Factory.StartNew(Check, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Current);
        Ambient.Value = "grain";
    }

    private void Enter()
    {
        if (Interlocked.Exchange(ref _inTurn, 1) != 0) _overlaps++;
    }

    private void Leave() => Volatile.Write(ref _inTurn, 0);

    private void Check()
    {
        Assert.Same(GrainContext, TaskScheduler.Current);
        Assert.Null(SynchronizationContext.Current);
        Assert.Null(Ambient.Value);
    }
}
