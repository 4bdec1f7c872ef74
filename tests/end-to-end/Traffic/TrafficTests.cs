using System.Collections.Concurrent;
using Actors.Grains;

namespace Actors.EndToEnd.Tests.Traffic;

/// <summary>Versions of one service side by side, with real workers.</summary>
[Trait("Category", "Slow")]
public sealed class TrafficTests
{
    [Fact]
    public async Task Ten_thousand_requests_across_promote_split_migration_roll_back_and_stop_and_none_fails()
    {
        using var one = Version("v1");
        using var two = Version("v2");
        await using var silo = await SiloInside.StartAsync([one.Path, two.Path]);
        using var client = silo.Client("shop");
        using var ended = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<string, int>();
        var load = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                using var response = await client.GetAsync("/");
                var answer = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
                answers.AddOrUpdate(answer, 1, (_, count) => count + 1);
            }
        })).ToArray();

        var app = silo.App("shop");
        await SomeAsync(1500);
        Assert.Equal(["200 v1"], answers.Keys); // the first named has all of it
        await app.Promote("default", "v2", null);
        await SomeAsync(1500);
        await app.StopVersion("default", "v1");
        await SomeAsync(1000);
        await app.StartVersion("default", "v1");
        await app.SetTraffic("default", new Dictionary<string, double> { ["v1"] = 3, ["v2"] = 1 }, TrafficSplit.Random, null);
        await SomeAsync(1500);
        await app.RollBack("default", null);
        await SomeAsync(1000);
        await app.Migrate("default", "v1", TimeSpan.FromSeconds(2), null);
        while ((await app.TrafficOf("default")).Move!.IsUnderWay)
            await SomeAsync(50);
        await app.StopVersion("default", "v2");
        await SomeAsync(Math.Max(1500, 10_000 - answers.Values.Sum()));
        await ended.CancelAsync();
        await Task.WhenAll(load);

        Assert.Equal(["200 v1", "200 v2"], answers.Keys.Order());
        Assert.InRange(answers.Values.Sum(), 10_000, int.MaxValue);

        async Task SomeAsync(int requests)
        {
            var from = answers.Values.Sum();
            while (answers.Values.Sum() < from + requests && !load.Any(task => task.IsFaulted))
                await Task.Delay(1);
        }
    }

    [Fact]
    public async Task A_migration_has_the_first_instance_warmed_up_before_it_gets_a_client()
    {
        using var one = Version("v1");
        using var two = AppDirectory.Python3(
            "shop",
            """
            import os, time
            seen = []
            def app(environ, start_response):
                if environ['PATH_INFO'] == '/_ah/warmup':
                    time.sleep(1)
                    seen.append(environ['PATH_INFO'])
                start_response('200 OK', [('Content-Type', 'text/plain')])
                return [('v2 ' + ','.join(seen)).encode()]
            """,
            "version: v2\ninbound_services: [warmup]\n");
        await using var silo = await SiloInside.StartAsync([one.Path, two.Path]);
        using var client = silo.Client("shop");
        var app = silo.App("shop");
        var answers = new HashSet<string>();
        await app.Migrate("default", "v2", TimeSpan.FromSeconds(1), null);
        while ((await app.TrafficOf("default")).Move!.IsUnderWay)
            answers.Add(await client.GetStringAsync("/"));
        answers.Add(await client.GetStringAsync("/"));

        Assert.Equal(["v1", "v2 /_ah/warmup"], answers.Order());
    }

    [Fact]
    public async Task A_restart_keeps_the_split()
    {
        using var one = Version("v1");
        using var two = Version("v2");
        var data = SiloInside.NewData();
        try
        {
            await using (var silo = await SiloInside.StartAsync([one.Path, two.Path], data))
                await silo.App("shop").SetTraffic("default", new Dictionary<string, double> { ["v1"] = 1, ["v2"] = 3 }, TrafficSplit.Cookie, null);
            await using var again = await SiloInside.StartAsync([one.Path, two.Path], data);
            var status = await again.App("shop").TrafficOf("default");
            Assert.Equal(("v1 25 %, v2 75 %", TrafficSplit.Cookie), (status.Traffic.Describe(), status.Traffic.SplitBy));
            using var client = again.Client("shop");
            for (var bucket = 0; bucket < Grains.Traffic.BucketCount; bucket += 50)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/");
                request.Headers.Add("Cookie", $"GOOGAPPUID={bucket}");
                using var response = await client.SendAsync(request);
                Assert.Equal(status.Traffic.Shares[status.Traffic.Buckets[bucket]].Version, await response.Content.ReadAsStringAsync());
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Versions_are_served_side_by_side_and_the_lines_at_the_start_say_which_is_which()
    {
        using var one = Version("v1");
        using var two = Version("v2");
        await using var silo = await SiloProcess.StartAsync([one.Path, two.Path]);
        Assert.Contains($"shop  python3  http://shop.localhost:{silo.Port}\n", silo.Output, StringComparison.Ordinal);
        Assert.Contains($"shop version v1  python3  http://v1-dot-shop.localhost:{silo.Port}  100 % of the traffic", silo.Output, StringComparison.Ordinal);
        Assert.Contains($"shop version v2  python3  http://v2-dot-shop.localhost:{silo.Port}  0 % of the traffic", silo.Output, StringComparison.Ordinal);
        foreach (var (host, version) in new[] { ("shop", "v1"), ("v1-dot-shop", "v1"), ("v2-dot-shop", "v2") })
        {
            using var client = silo.Client(host);
            Assert.Equal(version, await client.GetStringAsync("/"));
        }

        // An edit is live, and moves no traffic.
        two.Write("main.py", ServingTests.Reply("v2 edited"));
        using var second = silo.Client("v2-dot-shop");
        using var first = silo.Client("shop");
        Assert.Equal("v2 edited", await second.GetStringAsync("/"));
        Assert.Equal("v1", await first.GetStringAsync("/"));
    }

    [Fact]
    public async Task The_same_version_twice_is_refused()
    {
        using var one = Version("v1");
        using var same = Version("v1");
        var (status, output) = await SiloProcess.RunToEndAsync([one.Path, same.Path]);
        Assert.Equal(1, status);
        Assert.Contains("The app 'shop' has a version 'v1' of its service 'default' already", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_version_served_alone_gets_the_traffic()
    {
        using var one = Version("v1");
        using var two = Version("v2");
        await using var silo = await SiloProcess.StartAsync([one.Path]);
        await using var again = await silo.RestartAsync([two.Path]);
        using var client = again.Client("shop");
        Assert.Equal("v2", await client.GetStringAsync("/"));
    }

    private static AppDirectory Version(string version) => AppDirectory.Python3("shop", ServingTests.Reply(version), $"version: {version}\n");
}
