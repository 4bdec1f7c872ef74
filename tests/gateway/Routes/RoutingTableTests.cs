using Actors.Gateway.Hosts;
using Actors.Gateway.Routes;

namespace Actors.Gateway.Tests.Routes;

public class RoutingTableTests
{
    private const string Yaml = "runtime: python3\n";

    [Fact]
    public void Nothing_is_found_where_nothing_is_served()
    {
        Assert.Null(RoutingTable.Empty.Find("localhost"));
        Assert.Null(RoutingTable.Empty.With(new("shop", 1, [], new Dictionary<string, string>())).Find("shop.localhost"));
    }

    [Fact]
    public void An_older_state_of_an_app_is_ignored()
    {
        var table = RoutingTable.Empty.With(Deployments.Snapshot("shop", 5, Deployments.Of("shop", Yaml, generation: 2)));

        Assert.Same(table, table.With(Deployments.Snapshot("shop", 4, Deployments.Of("shop", Yaml, generation: 1))));
    }

    [Fact]
    public void Only_what_changed_is_compiled_again()
    {
        var before = RoutingTable.Empty.With(Deployments.Snapshot("shop", 1, Deployments.Of("shop", Yaml, service: "api"), Deployments.Of("shop", Yaml)));
        var after = before.With(Deployments.Snapshot("shop", 2, Deployments.Of("shop", Yaml, service: "api"), Deployments.Of("shop", Yaml, generation: 2)));

        Assert.Same(before.Find("api-dot-shop.localhost"), after.Find("api-dot-shop.localhost"));
        Assert.NotSame(before.Find("shop.localhost"), after.Find("shop.localhost"));
        Assert.Equal(2, after.Find("shop.localhost")!.Deployment.Generation);
    }

    [Fact]
    public void The_first_app_stays_the_first_when_it_changes_and_goes_when_it_is_removed()
    {
        var routes = new CurrentRoutes(HostNames.LocalOnly);
        routes.Publish(Deployments.Snapshot("shop", 1, Deployments.Of("shop", Yaml)));
        routes.Publish(Deployments.Snapshot("blog", 1, Deployments.Of("blog", Yaml)));
        routes.Publish(Deployments.Snapshot("shop", 2, Deployments.Of("shop", Yaml, generation: 2)));
        Assert.Equal("shop/1", routes.Current.Find("localhost")!.Label);

        routes.Remove("shop");
        Assert.Equal("blog/1", routes.Current.Find("localhost")!.Label);
    }
}
