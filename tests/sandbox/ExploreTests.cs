using System.Text.Json;

namespace Actors.Sandbox.Tests;

[Collection("silos")]
public sealed class ExploreTests(Silos silos)
{
    [Fact]
    public async Task Explore()
    {
        if (Environment.GetEnvironmentVariable("EXPLORE") is not { } path)
            return;
        var configs = (Environment.GetEnvironmentVariable("EXPLORE_OFF") ?? "none").Split(';');
        var only = Environment.GetEnvironmentVariable("EXPLORE_ONLY") ?? "";
        await using var file = new StreamWriter(path, append: true) { AutoFlush = true };
        foreach (var config in configs)
        {
            string[] off = config == "all" ? [.. Silos.Layers] : config == "none" ? [] : config.Split(',');
            var silo = await silos.WithoutAsync(off);
            foreach (var situation in Silos.Situations)
            {
                file.WriteLine(JsonSerializer.Serialize(new { config, situation.Python, situation.User, layers = await silo.LayersAsync(situation) }));
                foreach (var attempt in Attempt.All.Where(each => each.AppliesTo(situation) && (config == "none" || !each.IsOnlyForSandbox(situation)) && each.Name.Contains(only, StringComparison.Ordinal)))
                {
                    var watch = System.Diagnostics.Stopwatch.StartNew();
                    string line;
                    try
                    {
                        var outcome = await silo.AttemptAsync(attempt, situation);
                        line = JsonSerializer.Serialize(new
                        {
                            config, situation.Python, situation.User, attempt.Name, Kind = outcome.Kind.ToString(), outcome.Error, outcome.Detail, outcome.Effects,
                            ok = outcome.Matches(attempt.Expected(situation)), control = attempt.Control(situation), attempt.Evidence, ms = watch.ElapsedMilliseconds,
                        });
                        await silo.AssertServesAsync(situation);
                    }
                    catch (Exception failure)
                    {
                        line = JsonSerializer.Serialize(new { config, situation.Python, situation.User, attempt.Name, Kind = "EXCEPTION", Error = failure.GetType().Name, Detail = failure.Message, ms = watch.ElapsedMilliseconds });
                    }
                    file.WriteLine(line);
                }
            }
        }
    }
}
