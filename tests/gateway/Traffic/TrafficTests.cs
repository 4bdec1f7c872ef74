using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Actors.Engine.Tests;
using Actors.Grains;

namespace Actors.Gateway.Tests.Traffic;

/// <summary>Traffic from the app grain to the gateway's answers.</summary>
public class TrafficTests
{
    private static readonly Dictionary<string, double> Half = new() { ["v1"] = 1, ["v2"] = 1 };

    [Fact]
    public async Task The_first_named_version_gets_the_traffic_and_each_has_its_own_address()
    {
        await using var silo = await TrafficSilo.StartAsync("v2 v1");
        Assert.Equal("v2", await AskAsync(silo));
        Assert.Equal("v1", await AskAsync(silo, "v1-dot-shop.localhost"));
        Assert.Equal("v2", await AskAsync(silo, "v2-dot-shop.localhost"));
    }

    [Fact]
    public async Task A_change_is_effective_in_the_gateway_within_a_tenth_of_a_second()
    {
        await using var silo = await TrafficSilo.StartAsync();
        using var client = silo.Client();
        await client.GetStringAsync("/");
        var times = new List<double>();
        for (var round = 0; round < 21; round++)
        {
            var version = round % 2 == 0 ? "v2" : "v1";
            await silo.Grain.Promote("default", version, null);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            await UntilAsync(() => silo.Routes.Current.Find("shop.localhost")!.Deployment.Version == version);
            times.Add(watch.Elapsed.TotalMilliseconds);
            Assert.Equal(version, await client.GetStringAsync("/"));
        }

        // One round may meet a machine that does something else.
        Assert.True(times.Order().ElementAt(10) < 100, $"The gateway heard of it after {string.Join(", ", times.Select(time => $"{time:0.0}"))} ms.");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Ten_thousand_requests_over_promote_split_migration_roll_back_and_stop_and_none_fails()
    {
        await using var silo = await TrafficSilo.StartAsync();
        silo.Workers.Pace = async _ => await Task.Yield();
        using var client = silo.Client();
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

        for (var round = 0; round < 3; round++)
        {
            await SomeAsync(500);
            await silo.Grain.Promote("default", "v2", null);
            await SomeAsync(500);
            await silo.Grain.StopVersion("default", "v1");
            await SomeAsync(500);
            await silo.Grain.StartVersion("default", "v1");
            await silo.Grain.SetTraffic("default", Half, TrafficSplit.Random, null);
            await SomeAsync(500);
            await silo.Grain.RollBack("default", null);
            await silo.Grain.Migrate("default", "v1", TimeSpan.FromSeconds(1), null);
            while ((await silo.Grain.TrafficOf("default")).Move!.IsUnderWay)
                await SomeAsync(100);
            await silo.Grain.StopVersion("default", "v2");
            await silo.Grain.StartVersion("default", "v2");
        }

        while (answers.Values.Sum() < 10_000)
            await SomeAsync(100);
        await ended.CancelAsync();
        await Task.WhenAll(load);
        Assert.Equal(["200 v1", "200 v2"], answers.Keys.Order());

        async Task SomeAsync(int requests)
        {
            var from = answers.Values.Sum();
            while (answers.Values.Sum() < from + requests && !load.Any(task => task.IsFaulted))
                await Task.Delay(1);
        }
    }

    [Fact]
    public async Task A_request_in_flight_finishes_on_the_old_version()
    {
        await using var silo = await TrafficSilo.StartAsync();
        var (arrived, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        silo.Workers.Pace = version =>
        {
            arrived.TrySetResult();
            return version == "v1" ? open.Task : Task.CompletedTask;
        };
        var first = AskAsync(silo);
        await arrived.Task;
        await silo.Grain.Promote("default", "v2", null);
        await silo.Grain.StopVersion("default", "v1");
        Assert.Equal("v2", await AskAsync(silo));
        open.SetResult();
        Assert.Equal("v1", await first);
    }

    [Theory]
    [InlineData(TrafficSplit.Random, 0.3)]
    [InlineData(TrafficSplit.Cookie, 0.3)]
    public async Task Shares_converge(TrafficSplit splitBy, double share)
    {
        await using var silo = await TrafficSilo.StartAsync();
        await silo.Grain.SetTraffic("default", new Dictionary<string, double> { ["v1"] = 1 - share, ["v2"] = share }, splitBy, null);
        await silo.HeardAsync();
        using var client = silo.Client();
        var second = 0;
        for (var i = 0; i < 2000; i++)
            second += await client.GetStringAsync("/") == "v2" ? 1 : 0;
        Assert.InRange(second, 2000 * share * 0.8, 2000 * share * 1.2);
    }

    [Fact]
    public async Task A_client_without_a_cookie_gets_one_and_stays_where_it_sends_it()
    {
        await using var silo = await TrafficSilo.StartAsync();
        await silo.Grain.SetTraffic("default", Half, TrafficSplit.Cookie, null);
        for (var client = 0; client < 20; client++)
        {
            var (version, response) = await SendAsync(silo, null);
            var given = Assert.Single(response.Headers.GetValues("Set-Cookie"));
            Assert.StartsWith("GOOGAPPUID=", given, StringComparison.Ordinal);
            Assert.Equal("private", response.Headers.CacheControl!.ToString());
            for (var again = 0; again < 5; again++)
            {
                var (next, kept) = await SendAsync(silo, given.Split(';')[0]);
                Assert.Equal(version, next);
                Assert.False(kept.Headers.Contains("Set-Cookie"));
            }
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task When_a_share_grows_only_those_move_that_must_and_all_stay_while_nothing_changes()
    {
        await using var silo = await TrafficSilo.StartAsync("v1 v2 v3");
        await silo.Grain.SetTraffic("default", Weights("v1=5 v2=3 v3=2"), TrafficSplit.Cookie, null);
        var before = await EverybodyAsync(silo);
        Assert.Equal(before, await EverybodyAsync(silo));
        Assert.Equal([500, 300, 200], new[] { "v1", "v2", "v3" }.Select(version => before.Count(each => each == version)));

        await silo.Grain.SetTraffic("default", Weights("v1=4 v2=3 v3=3"), TrafficSplit.Cookie, null);
        var after = await EverybodyAsync(silo);
        var moved = before.Zip(after).Where(pair => pair.First != pair.Second).ToArray();
        Assert.Equal(100, moved.Length);
        Assert.All(moved, pair => Assert.Equal(("v1", "v3"), pair));

        await silo.Grain.RollBack("default", null);
        Assert.Equal(before, await EverybodyAsync(silo));
    }

    [Fact]
    public async Task An_address_always_gets_the_same_version_and_no_cookie()
    {
        await using var silo = await TrafficSilo.StartAsync();
        await silo.Grain.SetTraffic("default", Half, TrafficSplit.Ip, null);
        var (first, response) = await SendAsync(silo, null);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        for (var i = 0; i < 20; i++)
            Assert.Equal(first, (await SendAsync(silo, $"GOOGAPPUID={i * 50}")).Version);
    }

    [Fact]
    public async Task A_named_version_gets_its_requests_whatever_the_traffic()
    {
        await using var silo = await TrafficSilo.StartAsync();
        await silo.Grain.SetTraffic("default", Half, TrafficSplit.Random, null);
        for (var i = 0; i < 20; i++)
            Assert.Equal("v2", await AskAsync(silo, "v2-dot-shop.localhost"));
    }

    [Fact]
    public async Task A_stopped_version_serves_nobody_and_its_instances_end()
    {
        var time = new ManualTime();
        await using var silo = await TrafficSilo.StartAsync(time: time);
        Assert.Equal("v2", await AskAsync(silo, "v2-dot-shop.localhost"));
        await silo.Grain.StopVersion("default", "v2");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(silo, "v2-dot-shop.localhost"));
        Assert.Equal("v1", await AskAsync(silo));
        time.Advance(TimeSpan.FromSeconds(3));
        await UntilAsync(() => silo.Workers.Alive["v2"] == 0);

        await silo.Grain.StartVersion("default", "v2");
        Assert.Equal("v2", await AskAsync(silo, "v2-dot-shop.localhost"));
    }

    [Fact]
    public async Task A_version_that_is_withdrawn_leaves_its_traffic_to_another_one_and_the_last_one_ends_its_service()
    {
        await using var silo = await TrafficSilo.StartAsync();
        await silo.Grain.SetTraffic("default", Half, TrafficSplit.Random, null);
        await silo.Grain.Withdraw("default", "v1");
        await silo.HeardAsync();
        Assert.Equal("v2 100 %", (await silo.Grain.TrafficOf("default")).Traffic.Describe());
        for (var i = 0; i < 10; i++)
            Assert.Equal("v2", await AskAsync(silo));

        var empty = await silo.Grain.Withdraw("default", "v2");
        Assert.Empty(empty.Versions);
        Assert.Empty(empty.Serving);
        await silo.HeardAsync();
        Assert.Null(silo.Routes.Current.Find("shop.localhost"));
        await RefusedAsync(TrafficRefusal.NoService, () => silo.Grain.Withdraw("default", "v2"), null);
    }

    [Fact]
    public async Task A_deleted_version_is_one_that_was_never_there()
    {
        await using var silo = await TrafficSilo.StartAsync();
        await silo.Grain.DeleteVersion("default", "v2");
        Assert.Equal("v1", await AskAsync(silo, "v2-dot-shop.localhost")); // as for any name that is not known
        Assert.Equal(["v1"], (await silo.Grain.Snapshot()).Versions.Select(version => version.Version));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_in_a_sentence()
    {
        await using var silo = await TrafficSilo.StartAsync("v1 v2 v3");
        await silo.Grain.StopVersion("default", "v3");
        await RefusedAsync(TrafficRefusal.NoService, () => silo.Grain.Promote("api", "v1", null), "The app 'shop' has no service 'api'.");
        await RefusedAsync(TrafficRefusal.NoVersion, () => silo.Grain.Promote("default", "v9", null), "Service 'default' of the app 'shop' has no version 'v9'.");
        await RefusedAsync(TrafficRefusal.Stopped, () => silo.Grain.Promote("default", "v3", null), "Version 'v3' of service 'default' is stopped; start it before it gets traffic.");
        await RefusedAsync(TrafficRefusal.HasTraffic, () => silo.Grain.StopVersion("default", "v1"), "Version 'v1' gets 100 % of the traffic of service 'default', so it cannot be stopped; give its traffic to another version first.");
        await RefusedAsync(TrafficRefusal.HasTraffic, () => silo.Grain.DeleteVersion("default", "v1"), null);
        await RefusedAsync(TrafficRefusal.NothingBefore, () => silo.Grain.RollBack("default", null), null);
        await RefusedAsync(TrafficRefusal.BadRequest, () => silo.Grain.SetTraffic("default", Weights("v1=0"), TrafficSplit.Ip, null), null);
        await RefusedAsync(TrafficRefusal.BadRequest, () => silo.Grain.SetTraffic("default", new Dictionary<string, double>(), TrafficSplit.Ip, null), null);
        await RefusedAsync(TrafficRefusal.BadRequest, () => silo.Grain.SetTraffic("default", new Dictionary<string, double> { ["v1"] = double.NaN }, TrafficSplit.Ip, null), null);
        await RefusedAsync(TrafficRefusal.BadRequest, () => silo.Grain.Migrate("default", "v2", TimeSpan.FromMilliseconds(10), null), null);
        await RefusedAsync(TrafficRefusal.BadRequest, () => silo.Grain.Migrate("default", "v1", TimeSpan.FromSeconds(10), null), null);
        await RefusedAsync(TrafficRefusal.BadRequest, () => silo.Grain.Canary("default", "v2", new CanaryPlan { Share = 1, Duration = TimeSpan.FromMinutes(1) }, null), null);
    }

    [Fact]
    public async Task Of_two_changes_that_were_meant_for_the_same_state_one_is_refused()
    {
        await using var silo = await TrafficSilo.StartAsync();
        var seen = (await silo.Grain.TrafficOf("default")).Traffic.ETag;
        var now = await silo.Grain.Promote("default", "v2", seen);
        var conflict = await Assert.ThrowsAsync<TrafficConflictException>(() => silo.Grain.SetTraffic("default", Half, TrafficSplit.Ip, seen));
        Assert.Equal(now.Traffic.ETag, conflict.Current.ETag);
        Assert.Contains("it is v2 100 % now", conflict.Message, StringComparison.Ordinal);
        Assert.Equal("v2 100 %", (await silo.Grain.TrafficOf("default")).Traffic.Describe());
        await silo.Grain.SetTraffic("default", Half, TrafficSplit.Ip, now.Traffic.ETag);
    }

    [Fact]
    public async Task Roll_back_goes_further_back_each_time_and_passes_over_what_cannot_serve()
    {
        await using var silo = await TrafficSilo.StartAsync("v1 v2 v3");
        await silo.Grain.Promote("default", "v2", null);
        await silo.Grain.SetTraffic("default", Weights("v2=1 v3=1"), TrafficSplit.Random, null);
        await silo.Grain.Promote("default", "v1", null);
        Assert.Equal("v2 50 %, v3 50 %", (await silo.Grain.RollBack("default", null)).Traffic.Describe());
        Assert.Equal("v2 100 %", (await silo.Grain.RollBack("default", null)).Traffic.Describe());
        await silo.Grain.Promote("default", "v3", null);
        await silo.Grain.StopVersion("default", "v2");
        Assert.Equal("v1 100 %", (await silo.Grain.RollBack("default", null)).Traffic.Describe());
    }

    [Fact]
    public async Task A_restart_keeps_the_split_what_is_stopped_and_what_was_before()
    {
        var storage = new TrafficSilo.JsonStorage();
        string[] before;
        await using (var silo = await TrafficSilo.StartAsync("v1 v2 v3", storage: storage))
        {
            await silo.Grain.SetTraffic("default", Weights("v1=7 v2=3"), TrafficSplit.Cookie, null);
            await silo.Grain.StopVersion("default", "v3");
            before = await EverybodyAsync(silo);
        }

        await using var again = await TrafficSilo.StartAsync("v2 v1 v3", storage: storage);
        Assert.Equal(before, await EverybodyAsync(again));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(again, "v3-dot-shop.localhost"));
        Assert.Equal("v1 100 %", (await again.Grain.RollBack("default", null)).Traffic.Describe());
    }

    [Fact]
    public async Task A_version_that_is_served_alone_gets_all_traffic_even_if_it_was_stopped()
    {
        var storage = new TrafficSilo.JsonStorage();
        await using (var silo = await TrafficSilo.StartAsync("v1 v2", storage: storage))
            await silo.Grain.StopVersion("default", "v2");
        await using var again = await TrafficSilo.StartAsync("v2", storage: storage);
        Assert.Equal("v2", await AskAsync(again));
    }

    [Fact]
    public async Task A_state_from_before_there_was_traffic_is_read()
    {
        var storage = new TrafficSilo.JsonStorage();
        await using (var silo = await TrafficSilo.StartAsync("v1 v2", storage: storage))
            await silo.Grain.Promote("default", "v2", null);
        var key = storage.States.Keys.Single(name => name.StartsWith("app/", StringComparison.Ordinal));
        using (var document = JsonDocument.Parse(storage.States[key]))
        {
            var old = document.RootElement;
            storage.States[key] = $$"""{"Versions":{{old.GetProperty("Versions")}},"Serving":{"default":"v2"},"Sequence":{{old.GetProperty("Sequence")}},"Rules":{{old.GetProperty("Rules")}}}""";
        }

        await using var again = await TrafficSilo.StartAsync("v2 v1", storage: storage);
        Assert.Equal("v2", await AskAsync(again));
        Assert.Equal("v2 100 %", (await again.Grain.TrafficOf("default")).Traffic.Describe());
    }

    private static Dictionary<string, double> Weights(string text) =>
        text.Split(' ').Select(weight => weight.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Who answers each of the thousand buckets.</summary>
    private static async Task<string[]> EverybodyAsync(TrafficSilo silo)
    {
        await silo.HeardAsync();
        using var client = silo.Client();
        var answers = new string[1000];
        for (var bucket = 0; bucket < answers.Length; bucket++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("Cookie", $"GOOGAPPUID={bucket}");
            using var response = await client.SendAsync(request);
            answers[bucket] = await response.Content.ReadAsStringAsync();
        }

        return answers;
    }

    private static async Task<(string Version, HttpResponseMessage Response)> SendAsync(TrafficSilo silo, string? cookie)
    {
        await silo.HeardAsync();
        using var client = silo.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        var response = await client.SendAsync(request);
        return (await response.Content.ReadAsStringAsync(), response);
    }

    internal static async Task<string> AskAsync(TrafficSilo silo, string host = "shop.localhost")
    {
        await silo.HeardAsync();
        using var client = silo.Client(host);
        return await client.GetStringAsync("/");
    }

    private static async Task<HttpStatusCode> StatusAsync(TrafficSilo silo, string host)
    {
        await silo.HeardAsync();
        using var client = silo.Client(host);
        using var response = await client.GetAsync("/");
        return response.StatusCode;
    }

    private static async Task RefusedAsync(TrafficRefusal reason, Func<Task> change, string? message)
    {
        var refused = await Assert.ThrowsAsync<TrafficRefusedException>(change);
        Assert.Equal(reason, refused.Reason);
        if (message is not null)
            Assert.Equal(message, refused.Message);
    }

    /// <summary>Waits for what other threads do; fails when patience ends.</summary>
    internal static async Task UntilAsync(Func<bool> condition)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It did not come about.");
            await Task.Delay(1);
        }
    }
}
