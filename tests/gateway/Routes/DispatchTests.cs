using System.Net;
using Actors.Gateway.Routes;
using Actors.Grains;

namespace Actors.Gateway.Tests.Routes;

/// <summary>dispatch.yaml and dos.yaml in effect.</summary>
public class DispatchTests
{
    private const string Dispatch = """
        dispatch:
        - url: "*/mobile/*"
          service: mobile
        - url: "work.shop.localhost/*"
          service: work
        - url: "*/exact"
          service: work
        - url: "*/_ah/queue/deferred"
          service: work
        - url: "*/_ah/api/*"
          service: mobile
        - url: "*.example.com/*"
          service: mobile
        - url: "*/none/*"
          service: nothing
        """;

    public static IEnumerable<object?[]> Requests => Table.Rows("Routes/dispatch.table");

    [Theory]
    [MemberData(nameof(Requests))]
    public void The_first_rule_that_matches_names_the_service(string host, string path, string label)
    {
        var table = RoutingTable.Empty.With(Snapshot(1, new AppRules(Dispatch)));

        Assert.Equal(label, table.Find(host, path).Version!.Label);
    }

    [Fact]
    public void Without_rules_paths_decide_nothing_and_rules_can_go_away()
    {
        var table = RoutingTable.Empty.With(Snapshot(1, new AppRules(Dispatch)));
        Assert.Equal("shop/mobile/1", table.Find("shop.localhost", "/mobile/x").Version!.Label);
        Assert.Equal("shop/1", table.With(Snapshot(2, AppRules.None)).Find("shop.localhost", "/mobile/x").Version!.Label);
        Assert.Equal("shop/1", table.With(Snapshot(3, new AppRules("dispatch: []"))).Find("shop.localhost", "/mobile/x").Version!.Label);
    }

    [Theory]
    [InlineData("127.0.0.0/8", 403)]
    [InlineData("::ffff:127.0.0.1", 200)]
    [InlineData("127.0.0.1", 403)]
    [InlineData("192.0.2.0/24", 200)]
    public async Task Blocked_subnets_are_kept_out(string subnet, int status)
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.Routes.Publish(new AppSnapshot("shop", 99, [gateway.Deployment("runtime: python3\n")], new Dictionary<string, string> { ["default"] = "1" }, new AppRules("", $"blacklist:\n- subnet: \"{subnet}\"\n")));

        var response = await gateway.GetAsync("/");

        Assert.Equal(status, response.Status);
        Assert.Equal(status == 200 ? 1 : 0, gateway.Dispatched.Count);
    }

    [Fact]
    public async Task Who_is_blocked_gets_the_apps_own_page_and_cannot_hide_behind_a_header()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.Write("denied.html", "<p>go away</p>");
        var yaml = "runtime: python3\nerror_handlers:\n- error_code: dos_api_denial\n  file: denied.html\n";
        gateway.Routes.Publish(new AppSnapshot("shop", 99, [gateway.Deployment(yaml) with { Generation = 2 }], new Dictionary<string, string> { ["default"] = "1" }, new AppRules("", "blacklist:\n- subnet: 127.0.0.1\n")));

        var response = await gateway.GetAsync("/", "X-Forwarded-For: 192.0.2.1");

        Assert.Equal((403, "<p>go away</p>"), (response.Status, response.Text));
    }

    private static AppSnapshot Snapshot(long sequence, AppRules rules)
    {
        VersionDeployment[] versions =
        [
            Deployments.Of("shop", "runtime: python3\n"), Deployments.Of("shop", "runtime: python3\n", version: "2"),
            Deployments.Of("shop", "runtime: python3\nservice: mobile\n", "mobile"), Deployments.Of("shop", "runtime: python3\nservice: work\n", "work"),
        ];
        return new AppSnapshot("shop", sequence, versions, new Dictionary<string, string> { ["default"] = "1", ["mobile"] = "1", ["work"] = "1" }, rules);
    }
}
