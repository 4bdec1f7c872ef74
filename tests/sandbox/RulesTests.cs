using Actors.EndToEnd.Tests;

namespace Actors.Sandbox.Tests;

/// <summary>The import rules of python27 are no defence: an app gets around them, as all other tests of this room do from the start, and meets the kernel.</summary>
[Collection("silos")]
public sealed class RulesTests(Silos silos)
{
    [Python27Theory]
    [InlineData("modules/removed_function")]
    [InlineData("modules/removed_module")]
    [InlineData("modules/collector")]
    public async Task What_the_rules_took_away_is_found_again_and_the_kernel_refuses(string name)
    {
        var situation = Situation.Of("python27");
        var attempt = Attempt.All.Single(each => each.Name == name);
        var silo = await silos.WithRulesAsync();

        var outcome = await silo.AttemptAsync(attempt, situation);

        Assert.True(outcome.Matches(attempt.Expected(situation)), $"{outcome}");
        Assert.Equal("", outcome.Effects);
        await silo.AssertServesAsync(situation);
    }
}
