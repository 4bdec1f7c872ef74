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

    internal async Task<AttackedSilo> WithoutAsync(IReadOnlyList<string> off)
    {
        var key = string.Join(' ', off);
        return _silos.TryGetValue(key, out var silo) ? silo : _silos[key] = await AttackedSilo.StartAsync(off);
    }

    /// <summary>The one with all layers, whose attempts are made in workers that version zygotes forked.</summary>
    internal async Task<AttackedSilo> FromVersionZygotesAsync() =>
        _silos.TryGetValue("version zygotes", out var silo) ? silo : _silos["version zygotes"] = await AttackedSilo.StartAsync([], fromVersionZygotes: true);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var silo in _silos.Values)
            await silo.DisposeAsync();
    }
}

[CollectionDefinition("silos")]
public sealed class SilosCollection : ICollectionFixture<Silos>;
