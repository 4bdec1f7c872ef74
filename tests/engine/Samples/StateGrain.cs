using Orleans;
using Orleans.Runtime;

namespace Actors.Engine.Tests.Samples;

/// <summary>A grain with two states and a service in its constructor.</summary>
internal interface IStateGrain : IGrainWithStringKey
{
    Task<string> Read();

    Task Write(string text);

    Task Clear();

    Task<(bool Exists, string? Etag)> Record();
}

[GenerateSerializer]
internal sealed class Note
{
    [Id(0)]
    public string Text { get; set; } = "empty";
}

internal sealed class StateGrain([PersistentState("note", "memory")] IPersistentState<Note> note, Journal journal, [PersistentState("count")] IPersistentState<int> count) : Grain, IStateGrain
{
    public Task<string> Read() => Task.FromResult($"{note.State.Text} {count.State}");

    public async Task Write(string text)
    {
        note.State.Text = text;
        count.State++;
        await note.WriteStateAsync();
        await count.WriteStateAsync();
    }

    public async Task Clear()
    {
        await note.ClearStateAsync();
        await count.ClearStateAsync();
    }

    public Task<(bool Exists, string? Etag)> Record() => Task.FromResult((note.RecordExists, note.Etag));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add("active with " + note.State.Text);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add("gone: " + reason.ReasonCode);
        return Task.CompletedTask;
    }
}
