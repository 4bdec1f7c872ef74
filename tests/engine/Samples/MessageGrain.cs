using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Actors.Engine.Tests.Samples;

/// <summary>What can cross a call, and how calls end.</summary>
internal interface IMessageGrain : IGrainWithStringKey
{
    Task<Parcel> Echo(Parcel parcel);

    Task<bool> Keep(Parcel parcel);

    Task<Parcel> Kept();

    Task<byte[]> EchoBytes([Immutable] byte[] bytes);

    Task<Sealed> EchoSealed(Sealed value);

    Task<object> EchoAny(object value);

    Task<object> LeakSelf();

    Task Throw(string what);

    Task<int> ThrowAtOnce();

    Task Wait(string name, CancellationToken cancellationToken);

    [ResponseTimeout("00:00:05")]
    Task WaitShortly(string name, CancellationToken cancellationToken);

    [OneWay]
    Task Send(string name);

    Task<string?> Who();

    Task<string?> WhoElse(IMessageGrain other);

    Task<bool> SetWho(string who);

    Task<string> SelfCall();

    Task Tell(IMessageObserver observer, string text);

    Task<string> Ask(IMessageObserver observer, string text);
}

/// <summary>An object outside grains.</summary>
internal interface IMessageObserver : IGrainObserver
{
    void Told(string text);

    Task<string> Asked(string text);
}

[GenerateSerializer]
internal sealed class Parcel
{
    [Id(0)]
    public string Name { get; set; } = "";

    [Id(1)]
    public List<int> Numbers { get; set; } = [];

    [Id(2)]
    public Parcel? Inner { get; set; }

    [Id(3)]
    public Dictionary<string, int[]> Map { get; set; } = [];
}

[GenerateSerializer, Immutable]
internal sealed record Sealed([property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<int>? Numbers = null);

[GenerateSerializer]
internal sealed class ParcelLostException(string message, int number) : Exception(message)
{
    [Id(0)]
    public int Number { get; } = number;
}

internal sealed class MessageGrain(Journal journal) : Grain, IMessageGrain
{
    private Parcel _kept = new();

    public Task<Parcel> Echo(Parcel parcel) => Task.FromResult(parcel);

    public Task<bool> Keep(Parcel parcel)
    {
        _kept = parcel;
        return Task.FromResult(true);
    }

    public Task<Parcel> Kept() => Task.FromResult(_kept);

    public Task<byte[]> EchoBytes(byte[] bytes) => Task.FromResult(bytes);

    public Task<Sealed> EchoSealed(Sealed value) => Task.FromResult(value);

    public Task<object> EchoAny(object value) => Task.FromResult(value);

    public Task<object> LeakSelf() => Task.FromResult<object>(this);

    public async Task Throw(string what)
    {
        await Task.Yield();
        throw what switch
        {
            "lost" => new ParcelLostException("the parcel is lost", 7),
            "nested" => new InvalidOperationException("outer", new ParcelLostException("inner", 8)),
            "argument" => new ArgumentOutOfRangeException("weight", 3, "too heavy"),
            "cancelled" => new OperationCanceledException("given up"),
            _ => new MessageTests.UnmarkedException("unmarked"),
        };
    }

    public Task<int> ThrowAtOnce() => throw new InvalidOperationException("at once");

    public async Task Wait(string name, CancellationToken cancellationToken)
    {
        journal.Add("in " + name);
        try
        {
            await journal.Gate(name).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Assert.Same(GrainContext, TaskScheduler.Current);
            journal.Add("cancelled " + name);
            throw;
        }
    }

    public Task WaitShortly(string name, CancellationToken cancellationToken) => Wait(name, cancellationToken);

    public Task Send(string name)
    {
        journal.Add("sent " + name);
        return name == "bad" ? throw new InvalidOperationException("nobody hears this") : journal.Gate(name);
    }

    public Task<string?> Who() => Task.FromResult((string?)RequestContext.Get("who"));

    public async Task<string?> WhoElse(IMessageGrain other)
    {
        RequestContext.Set("who", RequestContext.Get("who") + " through " + this.GetPrimaryKeyString());
        return await other.Who();
    }

    public Task<bool> SetWho(string who)
    {
        RequestContext.Set("who", who);
        return Task.FromResult(true);
    }

    public async Task<string> SelfCall()
    {
        await this.AsReference<IMessageGrain>().Who();
        return "never";
    }

    public Task Tell(IMessageObserver observer, string text)
    {
        observer.Told(text);
        return Task.CompletedTask;
    }

    public async Task<string> Ask(IMessageObserver observer, string text)
    {
        var answer = await observer.Asked(text);
        Assert.Same(GrainContext, TaskScheduler.Current);
        return answer;
    }
}
