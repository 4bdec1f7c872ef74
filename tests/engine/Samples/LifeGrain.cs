using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Tests.Samples;

/// <summary>A grain that notes its life.</summary>
internal interface ILifeGrain : IGrainWithStringKey
{
    Task<int> Number();

    Task Hold(string name);

    Task EndAndHold(string name);

    Task Keep(TimeSpan span);
}

internal sealed class LifeGrain(Journal journal, LifeGrain.Switches switches) : Grain, ILifeGrain, IAsyncDisposable
{
    private int _number;

    public Task<int> Number() => Task.FromResult(_number);

    public Task Hold(string name)
    {
        journal.Add("in " + name);
        return journal.Gate(name);
    }

    public Task EndAndHold(string name)
    {
        DeactivateOnIdle();
        return Hold(name);
    }

    public Task Keep(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _number = ++switches.Activations;
        journal.Add($"activating {_number} for {RequestContext.Get("who")}");
        if (switches.FailActivation) throw new InvalidDataException("no life today");
        if (switches.EndAtOnce) DeactivateOnIdle();
        if (switches.HoldActivation) await journal.Gate("activate").WaitAsync(cancellationToken);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"ending {_number}: {reason.ReasonCode}");
        if (switches.HoldEnd) await journal.Gate("end");
        if (switches.FailEnd) throw new InvalidDataException("no death today");
    }

    public ValueTask DisposeAsync()
    {
        journal.Add("disposed " + _number);
        return default;
    }

    /// <summary>How the lives of this test go.</summary>
    internal sealed class Switches
    {
        public int Activations;
        public bool FailActivation, HoldActivation, EndAtOnce, HoldEnd, FailEnd;
    }
}
