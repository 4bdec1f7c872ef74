using Orleans;

namespace Actors.Engine.Tests.Samples;

/// <summary>The simplest grain.</summary>
internal interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    ValueTask<int> Value();

    Task<string> Key();

    Task<int> AddSlowly(int amount);

    Task Stop();
}

internal sealed class CounterGrain : Grain, ICounterGrain
{
    private int _value;

    public Task<int> Add(int amount) => Task.FromResult(_value += amount);

    public ValueTask<int> Value() => new(_value);

    public Task<string> Key() => Task.FromResult(this.GetPrimaryKeyString());

    public async Task<int> AddSlowly(int amount)
    {
        var before = _value;
        await Task.Yield();
        _value = before + amount;
        return _value;
    }

    public Task Stop()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
