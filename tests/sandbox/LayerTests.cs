namespace Actors.Sandbox.Tests;

/// <summary>For each layer: with that one alone switched off, the attempts that name it get through, so that it is that layer that stops them.</summary>
[Collection("silos")]
[Trait("Category", "Slow")]
public sealed class LayerTests
{
    /// <summary>The layers that this user's workers have: only root can give an app a user of its own.</summary>
    public static TheoryData<string> Layers() => [.. Silos.Layers.Where(layer => layer != "User" || Environment.IsPrivilegedProcess)];

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Without_a_layer_the_attempts_that_it_stops_get_through(string layer)
    {
        // The kernel lets nobody enter these two without no_new_privs.
        string[] off = layer == "NoNewPrivileges" ? [layer, "Landlock", "Seccomp"] : [layer];
        await using var silo = await AttackedSilo.StartAsync(off);
        var stopped = new List<string>();
        foreach (var situation in Silos.Situations)
        {
            var attempts = Attempt.All.Where(attempt => attempt.AppliesTo(situation) && attempt.ExistsHere && attempt.Without(situation) == layer).ToArray();
            Assert.True(attempts.Length > 0, $"no attempt says that {layer} alone stops it ({situation})");
            Assert.Empty((await silo.LayersAsync(situation)).Intersect(off));
            foreach (var attempt in attempts)
            {
                var outcome = await silo.AttemptAsync(attempt, situation);
                if (!attempt.IsAbsent(situation, outcome) && (outcome.Kind != OutcomeKind.Through || (attempt.Evidence ?? outcome.Effects) != outcome.Effects))
                    stopped.Add($"{attempt} ({situation}): {outcome}");
                await silo.AssertServesAsync(situation);
            }
        }

        Assert.Empty(stopped);
    }
}
