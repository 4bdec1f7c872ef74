namespace Actors.Grains.Apps;

/// <summary>What lasts of the directory.</summary>
[GenerateSerializer, Alias("actors.AppDirectoryState")]
public sealed class AppDirectoryState
{
    /// <summary>Application ids; the position is the app's number, so entries are only ever appended.</summary>
    [Id(0)] public List<string> Apps { get; set; } = [];
}

/// <summary>Numbers the apps.</summary>
internal sealed class AppDirectoryGrain([PersistentState("directory", GrainStorageNames.Grains)] IPersistentState<AppDirectoryState> state)
    : Grain, IAppDirectoryGrain
{
    public async Task<int> Register(string app)
    {
        var number = state.State.Apps.IndexOf(app);
        if (number >= 0)
            return number;
        state.State.Apps.Add(app);
        await state.WriteStateAsync();
        return state.State.Apps.Count - 1;
    }

    public Task<IReadOnlyList<string>> List() => Task.FromResult<IReadOnlyList<string>>(state.State.Apps.ToArray());
}
