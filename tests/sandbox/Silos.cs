using Actors.EndToEnd.Tests;

namespace Actors.Sandbox.Tests;

/// <summary>The silos of a run, one per way of locking down, started when first asked for. Attempts are made one after the other.</summary>
public sealed class Silos : IAsyncLifetime
{
    /// <summary>All layers, by the names of the setting.</summary>
    public static readonly IReadOnlyList<string> Layers = Enum.GetNames<Runtimes.Sandbox.SandboxLayer>();

    private readonly Dictionary<string, AttackedSilo> _silos = [];

    /// <summary>Those Pythons that this machine has.</summary>
    public static IEnumerable<Situation> Situations => new[] { "python27", "python3" }.Where(python => python == "python3" || Interpreters.Python27 is not null).Select(Situation.Of);

    internal Task<AttackedSilo> WithoutAsync(IReadOnlyList<string> off) => OfAsync(string.Join(' ', off), () => AttackedSilo.StartAsync(off));

    /// <summary>The one with all layers, whose attempts are made in workers that version zygotes forked.</summary>
    internal Task<AttackedSilo> FromVersionZygotesAsync() => OfAsync("version zygotes", () => AttackedSilo.StartAsync([], fromVersionZygotes: true));

    /// <summary>The one with all layers, and with the import rules of python27.</summary>
    internal Task<AttackedSilo> WithRulesAsync() => OfAsync("rules", () => AttackedSilo.StartAsync([], rules: true));

    private async Task<AttackedSilo> OfAsync(string key, Func<Task<AttackedSilo>> start) => _silos.TryGetValue(key, out var silo) ? silo : _silos[key] = await start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var silo in _silos.Values)
            await silo.DisposeAsync();
    }
}

[CollectionDefinition("silos")]
public sealed class SilosCollection : ICollectionFixture<Silos>;
