namespace Actors.Console.Tests.Resources;

public sealed class VersionActionTests
{
    private const string V2 = "/api/apps/shop/services/default/versions/v2";

    [Fact]
    public async Task A_version_without_traffic_is_stopped_started_and_deleted()
    {
        await using var silo = await AdminSilo.StartAsync(["shop/default/v1", "shop/default/v2"]);
        Assert.Equal("stopped", (await silo.SendAsync("POST", V2 + "/stop")).Body.GetProperty("state").GetString());
        Assert.Equal("serving", (await silo.SendAsync("POST", V2 + "/start")).Body.GetProperty("state").GetString());
        Assert.Equal(204, (await silo.SendAsync("DELETE", V2)).Status);
        Assert.Contains("has no version 'v2'", (await silo.SendAsync("POST", V2 + "/start")).Problem(404), StringComparison.Ordinal);
        Assert.Equal(1, (await silo.GetAsync("/api/versions")).GetArrayLength());
    }

    [Fact]
    public async Task One_with_traffic_is_not()
    {
        await using var silo = await AdminSilo.StartAsync(["shop/default/v1", "shop/default/v2"]);
        var v1 = V2.Replace("v2", "v1", StringComparison.Ordinal);
        Assert.StartsWith("Version 'v1' gets 100 % of the traffic of service 'default', so it cannot be stopped", (await silo.SendAsync("POST", v1 + "/stop")).Problem(409), StringComparison.Ordinal);
        Assert.StartsWith("Version 'v1' gets 100 % of the traffic of service 'default', so it cannot be deleted", (await silo.SendAsync("DELETE", v1)).Problem(409), StringComparison.Ordinal);
    }
}
