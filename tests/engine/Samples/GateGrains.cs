using Orleans;
using Orleans.Concurrency;
using Orleans.Serialization.Invocation;

namespace Actors.Engine.Tests.Samples;

/// <summary>Calls that stay in the grain until the test opens their gate.</summary>
internal interface IGateGrain : IGrainWithStringKey
{
    Task Pass(string name);

    [AlwaysInterleave]
    Task PassAlways(string name);

    [ReadOnly]
    Task PassReading(string name);

    /// <summary>Ends at once, after everything that came before.</summary>
    Task Touch();
}

internal abstract class GateGrain(Journal journal) : Grain
{
    protected int Inside { get; private set; }

    public Task PassAlways(string name) => Pass(name);

    public Task PassReading(string name) => Pass(name);

    public Task Touch() => Task.CompletedTask;

    public async Task Pass(string name)
    {
        Inside++;
        journal.Add("in " + name);
        await journal.Gate(name);
        journal.Add("out " + name);
        Inside--;
    }
}

internal sealed class PlainGateGrain(Journal journal) : GateGrain(journal), IGateGrain;

[Reentrant]
internal sealed class ReentrantGateGrain(Journal journal) : GateGrain(journal), IGateGrain;

/// <summary>Lets calls in whose name begins with "let".</summary>
[MayInterleave(nameof(LetsIn))]
internal sealed class StaticGateGrain(Journal journal) : GateGrain(journal), IGateGrain
{
    public static bool LetsIn(IInvokable call) =>
        call.GetMethodName() == nameof(IGateGrain.Pass) && ((string)call.GetArgument(0)!).StartsWith("let", StringComparison.Ordinal);
}

/// <summary>Lets calls in while fewer than three are inside.</summary>
[MayInterleave(nameof(LetsIn))]
internal sealed class LimitedGateGrain(Journal journal) : GateGrain(journal), IGateGrain
{
    private bool LetsIn(IInvokable call) => Inside < 3;
}
