using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;

namespace Actors.EndToEnd.Tests;

/// <summary>What a person changes through the admin API while requests come without a pause.</summary>
[Trait("Category", "Slow")]
public sealed class ChangesUnderLoadTests
{
    private const int Clients = 16;

    [Fact]
    public async Task Ten_thousand_requests_across_every_change_through_the_admin_api_and_only_a_kill_fails_those_in_the_instance()
    {
        using var v1 = App("v1");
        using var v2 = App("v2");
        await using var silo = await SiloProcess.StartAsync([v1.Path, v2.Path]);
        using var client = silo.Client("shop");
        using var admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{silo.AdminPort}") };
        using var ended = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>();
        var load = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                using var response = await client.GetAsync("/");
                var answer = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : $"{(int)response.StatusCode}";
                answers.AddOrUpdate(answer, 1, static (_, count) => count + 1);
            }
        })).ToArray();

        await SomeAsync(1500);
        await PostAsync("/api/apps/shop/services/default/promote", new { version = "v2" });
        await SomeAsync(1500);
        await PostAsync("/api/apps/shop/services/default/rollback", new { });
        await SomeAsync(1500);
        await PostAsync("/api/apps/shop/services/default/migrate", new { version = "v2", seconds = 2 });
        while ((await admin.GetFromJsonAsync<JsonElement>("/api/apps/shop/services/default/traffic")).GetProperty("move").GetProperty("state").GetString() is "warmingUp" or "moving")
            await SomeAsync(50);
        foreach (var id in await InstancesAsync("v2"))
            await PostAsync($"/api/apps/shop/services/default/versions/v2/instances/{id}/drain", new { });
        await SomeAsync(Math.Max(1500, 10_000 - answers.Values.Sum()));
        Assert.Equal(["v1", "v2"], answers.Keys.Order());

        // Killed is another matter: what is in it is lost, and nothing else.
        var killed = await InstancesAsync("v2");
        foreach (var id in killed)
            await PostAsync($"/api/apps/shop/services/default/versions/v2/instances/{id}/kill", new { });
        await SomeAsync(1500);
        await ended.CancelAsync();
        await Task.WhenAll(load);

        Assert.InRange(answers.GetValueOrDefault("500"), 0, Clients * killed.Count);
        Assert.Equal(["v1", "v2"], answers.Keys.Where(static answer => answer != "500").Order());
        Assert.InRange(answers.Values.Sum(), 10_000, int.MaxValue);

        async Task SomeAsync(int requests)
        {
            var from = answers.Values.Sum();
            while (answers.Values.Sum() < from + requests && !load.Any(static task => task.IsFaulted))
                await Task.Delay(1);
        }

        async Task PostAsync(string path, object body)
        {
            using var response = await admin.PostAsJsonAsync(path, body);
            Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        async Task<IReadOnlyList<string>> InstancesAsync(string version)
        {
            var all = await admin.GetFromJsonAsync<JsonElement>("/api/instances");
            return [.. all.EnumerateArray().Where(each => each.GetProperty("version").GetString() == version && each.GetProperty("state").GetString() == "serving").Select(static each => each.GetProperty("id").GetString()!)];
        }
    }

    private static AppDirectory App(string version) => AppDirectory.Python3("shop", ServingTests.Reply(version), $"version: {version}\n");
}
