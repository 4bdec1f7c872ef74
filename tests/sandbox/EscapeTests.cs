namespace Actors.Sandbox.Tests;

/// <summary>Every attempt, on every Python: locked down it fails as its header says and nobody notices; without any layer it succeeds, or cannot be shown to.</summary>
[Collection("silos")]
public sealed class EscapeTests(Silos silos)
{
    public static TheoryData<string, string> Attempts()
    {
        var data = new TheoryData<string, string>();
        foreach (var situation in Silos.Situations)
        {
            foreach (var attempt in Attempt.All.Where(attempt => attempt.AppliesTo(situation) && attempt.ExistsHere))
                data.Add(attempt.Name, situation.Python);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Locked_down_it_fails_and_everybody_else_is_served(string name, string python)
    {
        var (attempt, situation) = (Attempt.All.Single(each => each.Name == name), Situation.Of(python));
        var silo = await silos.WithoutAsync([]);

        var outcome = await silo.AttemptAsync(attempt, situation);

        Assert.True(outcome.Matches(attempt.Expected(situation)), $"expected {string.Join(" or ", attempt.Expected(situation))}, got {outcome}");
        Assert.Equal("", outcome.Effects);
        await silo.AssertServesAsync(situation);
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    [Trait("Category", "Slow")]
    public async Task In_a_worker_from_a_version_zygote_it_fails_in_the_same_way(string name, string python)
    {
        var (attempt, situation) = (Attempt.All.Single(each => each.Name == name), Situation.Of(python));
        var silo = await silos.FromVersionZygotesAsync();

        var outcome = await silo.AttemptAsync(attempt, situation);

        Assert.True(outcome.Matches(attempt.Expected(situation)), $"expected {string.Join(" or ", attempt.Expected(situation))}, got {outcome}");
        Assert.Equal("", outcome.Effects);
        await silo.AssertServesAsync(situation);
    }

    [Theory]
    [InlineData("python27")]
    [InlineData("python3")]
    public async Task A_worker_from_a_version_zygote_has_the_same_layers(string python)
    {
        if (Silos.Situations.FirstOrDefault(each => each.Python == python) is not { } situation)
            return;
        Assert.Equal(await (await silos.WithoutAsync([])).LayersAsync(situation), await (await silos.FromVersionZygotesAsync()).LayersAsync(situation));
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    [Trait("Category", "Slow")]
    public async Task Without_any_layer_it_succeeds_or_cannot_be_shown_to(string name, string python)
    {
        var (attempt, situation) = (Attempt.All.Single(each => each.Name == name), Situation.Of(python));
        if (attempt.IsOnlyForSandbox(situation))
            return;
        var silo = await silos.WithoutAsync(Silos.Layers);

        var outcome = await silo.AttemptAsync(attempt, situation);

        if (attempt.IsAbsent(situation, outcome))
        {
            // Without a filter only the kernel itself can have said so: it cannot be shown here.
        }
        else if (attempt.SucceedsAlone(situation))
        {
            Assert.True(outcome.Kind == OutcomeKind.Through, $"{outcome}");
            Assert.Equal(attempt.Evidence ?? "", outcome.Effects);
        }
        else if (attempt.Control(situation).StartsWith("not a layer", StringComparison.Ordinal))
        {
            Assert.True(outcome.Matches(attempt.Expected(situation)), $"expected {string.Join(" or ", attempt.Expected(situation))}, got {outcome}");
        }

        await silo.AssertServesAsync(situation);
    }
}
