using System.Text.Json;

namespace Actors.Console.Tests.Resources;

public sealed class ListTests
{
    private static readonly string[] Versions = ["shop/default/v1", "shop/default/v2", "shop/backend/b1", "blog/default/one"];

    [Fact]
    public async Task Apps_and_services_are_listed_by_name()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        Assert.Equal(["blog: default (1)", "shop: backend,default (3)"], (await silo.GetAsync("/api/apps")).EnumerateArray().Select(static app =>
            $"{app.GetProperty("app")}: {string.Join(',', app.GetProperty("services").EnumerateArray())} ({app.GetProperty("versions")})"));
        Assert.Equal(["backend {\"b1\":1} ip", "default {\"v1\":1} ip"], (await silo.GetAsync("/api/services?app=shop")).EnumerateArray().Select(static service =>
            $"{service.GetProperty("service")} {JsonSerializer.Serialize(service.GetProperty("traffic"))} {service.GetProperty("splitBy")}"));
        Assert.Equal("shop", (await silo.GetAsync("/api/apps/shop")).GetProperty("app").GetString());
        Assert.Equal(["v1", "v2"], (await silo.GetAsync("/api/apps/shop/services/default")).GetProperty("versions").EnumerateArray().Select(static version => version.GetString()));
    }

    [Fact]
    public async Task An_app_of_an_earlier_start_says_that_it_is_not_served()
    {
        await using var silo = await AdminSilo.StartAsync(["forgotten/default/v1", "shop/default/v1"]);
        Assert.Equal(["forgotten False", "shop True"], (await silo.GetAsync("/api/apps")).EnumerateArray().Select(static app => $"{app.GetProperty("app")} {app.GetProperty("isServed")}"));
        Assert.Equal(["notServed", "serving"], (await silo.GetAsync("/api/versions")).EnumerateArray().Select(static version => version.GetProperty("state").GetString()));
        Assert.Equal("notServed", (await silo.GetAsync("/api/apps/forgotten/services/default/versions/v1")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_version_says_what_it_gets_and_has()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        await silo.AcquireAsync("shop/default/v1");
        var rows = (await silo.GetAsync("/api/versions?app=shop&service=default")).EnumerateArray().ToArray();
        Assert.Equal(["v1 1 serving 1", "v2 0 serving 0"], rows.Select(static row => $"{row.GetProperty("version")} {row.GetProperty("share")} {row.GetProperty("state")} {row.GetProperty("instances")}"));
        Assert.Equal(("python3", "automatic"), (rows[0].GetProperty("runtime").GetString(), rows[0].GetProperty("scaling").GetProperty("kind").GetString()));
        Assert.Equal(silo.Time.GetUtcNow(), rows[0].GetProperty("deployed").GetDateTimeOffset(), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Instances_are_listed_and_found()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        await silo.AcquireAsync("shop/default/v1");
        await silo.AcquireAsync("blog/default/one");
        Assert.Equal(2, (await silo.GetAsync("/api/instances")).GetArrayLength());
        Assert.Equal(0, (await silo.GetAsync("/api/instances?app=shop&version=v2")).GetArrayLength());
        var instance = (await silo.GetAsync("/api/instances?app=shop")).EnumerateArray().Single();
        Assert.Equal("serving", instance.GetProperty("state").GetString());
        Assert.Equal((0, 0), (instance.GetProperty("requests").GetInt64(), instance.GetProperty("errors").GetInt64()));
        var path = $"/api/apps/shop/services/default/versions/v1/instances/{instance.GetProperty("id").GetString()}";
        Assert.Equal(instance.GetProperty("pid").GetInt32(), (await silo.GetAsync(path)).GetProperty("pid").GetInt32());
        Assert.Equal("The version 'v1' has no instance 'nobody'.", (await silo.SendAsync("GET", path[..path.LastIndexOf('/')] + "/nobody")).Problem(404));
    }

    [Fact]
    public async Task An_instance_is_drained_or_killed_and_the_decisions_say_why_there_was_one()
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        const string Version = "/api/apps/shop/services/default/versions/v1";
        await silo.AcquireAsync("shop/default/v1");
        var decision = (await silo.GetAsync(Version + "/decisions")).EnumerateArray().First();
        Assert.Equal(1, decision.GetProperty("started").GetInt32());
        Assert.NotEmpty(decision.GetProperty("why").GetString()!);
        var id = (await silo.GetAsync("/api/instances?app=shop")).EnumerateArray().Single().GetProperty("id").GetString();
        Assert.Equal(202, (await silo.SendAsync("POST", $"{Version}/instances/{id}/drain")).Status);
        Assert.Equal("The version 'v1' has no instance 'nobody'.", (await silo.SendAsync("POST", $"{Version}/instances/nobody/kill")).Problem(404));
        await silo.AcquireAsync("blog/default/one");
        id = (await silo.GetAsync("/api/instances?app=blog")).EnumerateArray().Single().GetProperty("id").GetString();
        Assert.Equal("killed", (await silo.SendAsync("POST", $"/api/apps/blog/services/default/versions/one/instances/{id}/kill")).Body.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("/api/apps/shp", "There is no app 'shp'. Did you mean \"shop\"?")]
    [InlineData("/api/versions?app=zzzz", "There is no app 'zzzz'.")]
    [InlineData("/api/apps/shop/services/backnd", "The app 'shop' has no service 'backnd'. Did you mean \"backend\"?")]
    [InlineData("/api/apps/shop/services/default/versions/v3", "The service 'default' of 'shop' has no version 'v3'. Did you mean \"v1\"?")]
    [InlineData("/api/instances?app=shop&version=b11", "The app 'shop' has no version 'b11'. Did you mean \"b1\"?")]
    public async Task What_is_not_there_is_answered_with_the_nearest_name(string path, string sentence)
    {
        await using var silo = await AdminSilo.StartAsync(Versions);
        Assert.Equal(sentence, (await silo.SendAsync("GET", path)).Problem(404));
    }
}
