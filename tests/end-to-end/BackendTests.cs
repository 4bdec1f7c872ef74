using System.Net;

namespace Actors.EndToEnd.Tests;

/// <summary>backends.yaml: resident and dynamic backends of a real app.</summary>
[Trait("Category", "Slow")]
public sealed class BackendTests(BackendApps apps) : IClassFixture<BackendApps>
{
    [Fact]
    public Task Resident_and_dynamic_backends_are_services_of_their_app() => ServedAsync("python3");

    [Python27Fact]
    public Task Resident_and_dynamic_backends_of_python27_are_services_of_their_app() => ServedAsync("python27");

    private async Task ServedAsync(string runtime)
    {
        var (app, silo) = ($"shop-{runtime}", await apps.SiloAsync());
        Assert.Contains($"{app}/memdb  {runtime}  http://memdb-dot-{app}.localhost:{silo.Port}\n", silo.Output, StringComparison.Ordinal);

        // The resident instances run although nobody has asked for them; the dynamic ones do not.
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync(app)).Count(instance => instance.GetProperty("state").GetString() == "serving") == 2, "not two instances");
        for (var number = 0; number < 2; number++)
        {
            using var one = silo.Client($"{number}.memdb.{app}");
            Assert.Equal($"memdb memdb {number}", await one.GetStringAsync("/who"));
            Assert.Equal("/_ah/start in memdb", await one.GetStringAsync("/started"));
        }

        using var dynamic = silo.Client($"cmd.{app}");
        Assert.Equal("cmd cmd 0", await dynamic.GetStringAsync("/who"));
        Assert.Equal("/_ah/start in cmd", await dynamic.GetStringAsync("/started"));
        using var numbered = silo.Client($"0.cmd.{app}");
        Assert.Equal("cmd cmd 0", await numbered.GetStringAsync("/who"));
        using var missing = silo.Client($"5.secret.{app}"); // it has one instance, number 0
        Assert.StartsWith("None default ", await missing.GetStringAsync("/who"), StringComparison.Ordinal);

        using var secret = silo.Client($"secret.{app}");
        using var refused = await secret.GetAsync("/who");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        Assert.Contains("/_ah/login", refused.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var main = silo.Client(app);
        Assert.Equal("", await main.GetStringAsync("/started"));
    }

    [Fact]
    public async Task A_changed_backends_yaml_takes_effect_with_the_next_request()
    {
        using var app = BackendApps.Of("python3", "shop", "backends:\n- {name: one, options: 'public, dynamic'}\n");
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var main = silo.Client("shop");
        using var one = silo.Client("one.shop");
        using var two = silo.Client("two.shop");
        Assert.Equal("one one 0", await one.GetStringAsync("/who"));
        Assert.StartsWith("None default ", await two.GetStringAsync("/who"), StringComparison.Ordinal);

        app.Write("backends.yaml", "backends:\n- {name: one, instances: 2, options: public}\n- {name: two, options: 'public, dynamic'}\n");
        Assert.Equal("two two 0", await two.GetStringAsync("/who"));
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync()).Count(instance => instance.GetProperty("service").GetString() == "one" && instance.GetProperty("state").GetString() == "serving") == 2, "one is not resident");

        app.Write("backends.yaml", "backends:\n- {name: two, options: 'public, dynamic', colour: red}\n");
        using var broken = await two.GetAsync("/who");
        Assert.Contains("The key \"colour\" is not known in a backend", WebUtility.HtmlDecode(await broken.Content.ReadAsStringAsync()), StringComparison.Ordinal);

        app.Write("backends.yaml", "backends:\n- {name: two, options: 'public, dynamic'}\n");
        Assert.StartsWith("None default ", await one.GetStringAsync("/who"), StringComparison.Ordinal);
        Assert.Equal("two two 0", await two.GetStringAsync("/who"));

        // What is not there any more is not served by another silo in the same data directory either.
        app.Write("backends.yaml", "");
        await using var again = await silo.RestartAsync([app.Path]);
        using var later = again.Client("two.shop");
        Assert.StartsWith("None default ", await later.GetStringAsync("/who"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_may_name_an_instance_by_its_id()
    {
        var silo = await apps.SiloAsync();
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync("numbered")).Count(instance => instance.GetProperty("state").GetString() == "serving") == 2, "not two instances");
        foreach (var id in (await silo.InstancesAsync("numbered")).Select(instance => instance.GetProperty("id").GetString()!))
        {
            using var one = silo.Client($"{id}.1.memdb.numbered");
            Assert.Equal(id, await one.GetStringAsync("/id"));
        }

        using var nobody = silo.Client($"{new string('0', 36)}.1.memdb.numbered");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await nobody.GetAsync("/id")).StatusCode);
    }
}
