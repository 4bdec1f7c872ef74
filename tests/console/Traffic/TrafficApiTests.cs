using System.Text.Json;

namespace Actors.Console.Tests.Traffic;

public sealed class TrafficApiTests
{
    private const string Service = "/api/apps/shop/services/default";
    private static readonly string[] Versions = ["shop/default/v1", "shop/default/v2", "shop/default/v3"];

    [Fact]
    public async Task Traffic_is_split_by_weights_and_its_tag_changes()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        var before = await silo.SendAsync("GET", Service + "/traffic");
        Assert.Equal($"\"{before.Body.GetProperty("etag").GetString()}\"", before.ETag);
        var after = await silo.SendAsync("PUT", Service + "/traffic", """{"shares": {"v1": 3, "v2": 1}, "splitBy": "cookie"}""", $"If-Match: {before.ETag}");
        Assert.Equal((200, "{\"v1\":0.75,\"v2\":0.25} cookie"), (after.Status, Shares(after)));
        Assert.NotEqual(before.ETag, after.ETag);
        Assert.Equal("{\"v1\":0.75,\"v2\":0.25} cookie", Shares(await silo.SendAsync("GET", Service + "/traffic")));

        // What is not said stays as it is.
        Assert.Equal("{\"v2\":1} cookie", Shares(await silo.SendAsync("PUT", Service + "/traffic", """{"shares": {"v2": 1}}""", "If-Match: *")));
    }

    [Fact]
    public async Task A_change_that_was_meant_for_another_state_is_not_made()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        var seen = (await silo.SendAsync("GET", Service + "/traffic")).ETag;
        Assert.Equal(200, (await silo.SendAsync("POST", Service + "/promote", """{"version": "v2"}""")).Status);
        foreach (var (method, path, body) in new[]
                 {
                     ("PUT", "/traffic", """{"shares": {"v1": 1}}"""), ("POST", "/promote", """{"version": "v3"}"""), ("POST", "/migrate", """{"version": "v3"}"""), ("POST", "/canary", """{"version": "v3"}"""),
                     ("POST", "/rollback", null),
                 })
        {
            var refused = await silo.SendAsync(method, Service + path, body, $"If-Match: {seen}");
            Assert.StartsWith("The traffic of service 'default' has changed meanwhile: it is v2 100 % now", refused.Problem(412), StringComparison.Ordinal);
            Assert.NotEqual(seen, refused.ETag);
        }

        Assert.Equal("{\"v2\":1} ip", Shares(await silo.SendAsync("GET", Service + "/traffic")));
        Assert.StartsWith("If-Match takes one tag", (await silo.SendAsync("POST", Service + "/rollback", null, "If-Match: W/\"1\"")).Problem(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promoted_and_rolled_back()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        Assert.Equal("{\"v2\":1} ip", Shares(await silo.SendAsync("POST", Service + "/promote", """{"version": "v2"}""")));
        Assert.Equal("{\"v1\":1} ip", Shares(await silo.SendAsync("POST", Service + "/rollback")));
        Assert.Contains("no version 'v4'. Did you mean", (await silo.SendAsync("POST", Service + "/promote", """{"version": "v4"}""")).Problem(404), StringComparison.Ordinal);
        await silo.SendAsync("POST", Service + "/versions/v3/stop");
        (await silo.SendAsync("POST", Service + "/promote", """{"version": "v3"}""")).Problem(409);
    }

    [Fact]
    public async Task A_migration_and_a_canary_are_accepted_and_can_be_watched()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        var migration = await silo.SendAsync("POST", Service + "/migrate", """{"version": "v2", "seconds": 90}""");
        Assert.Equal((202, "migration", "v2"), (migration.Status, migration.Body.GetProperty("move").GetProperty("kind").GetString(), migration.Body.GetProperty("move").GetProperty("version").GetString()));
        var canary = (await silo.SendAsync("POST", Service + "/canary", """{"version": "v3", "share": 0.25, "seconds": 60, "maxErrorRate": 0.02, "minRequests": 7}""")).Body.GetProperty("move");
        Assert.Equal(("canary", 0.25, 0.02, 7), (canary.GetProperty("kind").GetString(), canary.GetProperty("steps")[0].GetDouble(), canary.GetProperty("maxErrorRate").GetDouble(), canary.GetProperty("minRequests").GetInt32()));
        (await silo.SendAsync("POST", Service + "/migrate", """{"version": "v2", "seconds": -1}""")).Problem(400);
        (await silo.SendAsync("POST", Service + "/canary", """{"version": "v2", "share": 7}""")).Problem(400);
        (await silo.SendAsync("PUT", Service + "/traffic", """{"shares": {"v2": -1}}""")).Problem(400);
    }

    private static string Shares(AdminSilo.Answer answer) => $"{JsonSerializer.Serialize(answer.Body.GetProperty("shares"))} {answer.Body.GetProperty("splitBy").GetString()}";
}
