using System.Net;
using Actors.Gateway.Routes;
using Actors.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Actors.Gateway.Tests.Traffic;

public class SplitRouteTests
{
    private const string Yaml = "runtime: python3\n";

    [Theory]
    [InlineData(TrafficSplit.Ip)]
    [InlineData(TrafficSplit.Cookie)]
    [InlineData(TrafficSplit.Random)]
    public void Routing_by_weights_allocates_nothing(TrafficSplit splitBy)
    {
        var table = RoutingTable.Empty.With(Snapshot(1, "1", splitBy));
        var buckets = new ClientBuckets(1);
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/";
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        context.Request.Headers.Cookie = "a=b; GOOGAPPUID=17";
        var exchange = new Exchange(context);
        Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once()
        {
            exchange.Bucket = -1;
            Assert.NotNull(buckets.VersionFor(exchange, table.Find("shop.localhost", "/").Split!));
        }
    }

    [Fact]
    public void A_service_with_one_version_asks_nothing_of_a_request() =>
        Assert.Null(RoutingTable.Empty.With(Deployments.Snapshot("shop", 1, Deployments.Of("shop", Yaml))).Find("shop.localhost", "/").Split);

    [Fact]
    public void Counting_goes_on_when_a_version_is_deployed_anew_and_begins_anew_with_another_traffic()
    {
        var first = RoutingTable.Empty.With(Snapshot(1, "1"));
        var meter = MeterOf(first);
        meter.Count(500, TimeSpan.FromMilliseconds(20), isLoading: false);
        meter.Count(200, TimeSpan.FromSeconds(2), isLoading: true);

        var deployed = first.With(Snapshot(2, "1", generation: 2));
        Assert.Same(meter, MeterOf(deployed));
        Assert.Equal(2, deployed.Find("shop.localhost", "/").Split![0].Deployment.Generation);
        var counts = meter.Read();
        Assert.Equal((2, 1, 1), (counts.Requests, counts.Errors, counts.Latencies.Sum())); // the latency of a loading request says nothing of the code

        Assert.Equal(0, MeterOf(deployed.With(Snapshot(3, "2"))).Read().Requests);
    }

    [Fact]
    public void Traffic_that_names_what_is_not_there_goes_to_the_main_version()
    {
        var whole = Snapshot(1, "1");
        var table = RoutingTable.Empty.With(whole with { Versions = [whole.Versions[0]] });
        Assert.Null(table.Find("shop.localhost", "/").Split);
        Assert.Equal("v1", table.Find("shop.localhost", "/").Version!.Deployment.Version);
    }

    [Fact]
    public void A_dispatch_rule_leads_to_a_services_split()
    {
        var whole = Snapshot(1, "1");
        var table = RoutingTable.Empty.With(whole with
        {
            Versions = [.. whole.Versions, Deployments.Of("shop", Yaml, service: "front")],
            Serving = new Dictionary<string, string> { ["default"] = "v1", ["front"] = "1" },
            Rules = new AppRules("dispatch:\n- url: '*/shop/*'\n  service: default\n"),
        });
        Assert.NotNull(table.Find("front-dot-shop.localhost", "/shop/a").Split);
        Assert.Null(table.Find("front-dot-shop.localhost", "/other").Split);
        Assert.Null(table.Find("v2-dot-shop.localhost", "/shop/a").Split); // who names a version means it
    }

    private static VersionMeter MeterOf(RoutingTable table) => table.Find("shop.localhost", "/").Split is { } split ? split.MeterOf(split[0])! : throw new InvalidOperationException("There is no split.");

    private static AppSnapshot Snapshot(long sequence, string etag, TrafficSplit splitBy = TrafficSplit.Cookie, long generation = 1)
    {
        var buckets = new byte[Grains.Traffic.BucketCount];
        Array.Fill(buckets, (byte)1, 900, 100);
        var traffic = new Grains.Traffic { Shares = [new("v1", 0.9), new("v2", 0.1)], SplitBy = splitBy, ETag = etag, Buckets = buckets, IsMeasured = true };
        VersionDeployment[] versions = [Deployments.Of("shop", Yaml, version: "v1", generation: generation), Deployments.Of("shop", Yaml, version: "v2")];
        return new AppSnapshot("shop", sequence, versions, new Dictionary<string, string> { ["default"] = "v1" }, Traffic: new Dictionary<string, Grains.Traffic> { ["default"] = traffic });
    }
}
