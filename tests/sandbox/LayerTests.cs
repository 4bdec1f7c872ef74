namespace Actors.Sandbox.Tests;

/// <summary>For each layer: with that one alone switched off, the attempts that name it get through, so that it is that layer that stops them.</summary>
[Collection("silos")]
[Trait("Category", "Slow")]
public sealed class LayerTests(Silos silos)
{
    public static TheoryData<string, string> Layers()
    {
        var data = new TheoryData<string, string>();
        foreach (var situation in Silos.Situations)
        {
            foreach (var layer in Silos.Layers.Where(layer => layer != "User" || situation.IsRoot)) // Only root can give an app a user of its own.
                data.Add(layer, situation.Python);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Without_a_layer_the_attempts_that_it_stops_get_through(string layer, string python)
    {
        var situation = Situation.Of(python);
        // The kernel lets nobody enter these two without no_new_privs.
        string[] off = layer == "NoNewPrivileges" ? [layer, "Landlock", "Seccomp"] : [layer];
        var silo = await silos.WithoutAsync(off);
        var attempts = Attempt.All.Where(attempt => attempt.AppliesTo(situation) && attempt.Without(situation) == layer).ToArray();
        var others = new List<string>();

        Assert.Empty((await silo.LayersAsync(situation)).Intersect(off));
        foreach (var attempt in attempts)
        {
            var outcome = await silo.AttemptAsync(attempt, situation);
            if (attempt.MayBeAbsent(situation) && outcome is { Kind: OutcomeKind.Refused, Error: "ENOSYS" or "EAFNOSUPPORT" })
                continue; // The kernel itself has no such thing.
            if (outcome.Kind != OutcomeKind.Through || (attempt.Evidence is { } evidence && outcome.Effects != evidence))
                others.Add($"{attempt}: {outcome}");
            await silo.AssertServesAsync(situation);
        }

        Assert.Empty(others);
        Assert.True(attempts.Length > 0, $"no attempt is named that {layer} alone stops");
    }
}
