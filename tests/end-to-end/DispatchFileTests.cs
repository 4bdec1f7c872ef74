using System.Net;

namespace Actors.EndToEnd.Tests;

[Trait("Category", "Slow")]
public sealed class DispatchFileTests
{
    [Fact]
    public async Task Dispatch_and_dos_are_in_effect_and_follow_their_files()
    {
        using var app = new AppDirectory(("app.yaml", "application: shop\nruntime: python3\n"), ("main.py", ServingTests.Reply("default")), ("dispatch.yaml", "dispatch:\n- url: \"*/mobile/*\"\n  service: mobile\n"));
        using var mobile = new AppDirectory(("app.yaml", "application: shop\nservice: mobile\nruntime: python3\n"), ("main.py", ServingTests.Reply("mobile")));
        await using var silo = await SiloProcess.StartAsync([app.Path, mobile.Path]);
        using var client = silo.Client("shop");
        Assert.Equal("mobile", await client.GetStringAsync("/mobile/x"));
        Assert.Equal("default", await client.GetStringAsync("/"));

        await File.WriteAllTextAsync(Path.Combine(app.Path, "dispatch.yaml"), "dispatch: []\n");
        Assert.Equal("default", await client.GetStringAsync("/"));
        Assert.Equal("default", await client.GetStringAsync("/mobile/x"));

        await File.WriteAllTextAsync(Path.Combine(app.Path, "dos.yaml"), "blacklist:\n- subnet: 127.0.0.0/8\n- subnet: \"::1\"\n");
        await SiloProcess.UntilAsync(async () => (await client.GetAsync("/")).StatusCode == HttpStatusCode.Forbidden, "dos.yaml is not in effect");
    }

    [Fact]
    public async Task A_rule_that_leads_to_no_service_is_told_and_led_to_the_default_one()
    {
        using var app = new AppDirectory(("app.yaml", "application: shop\nruntime: python3\n"), ("main.py", ServingTests.Reply("default")), ("dispatch.yaml", "dispatch:\n- url: \"*/mobile/*\"\n  service: mobile\n"));
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        using var client = silo.Client("shop");
        await silo.WaitForLineAsync(@"dispatch\.yaml:2: \*/mobile/\* leads to the service 'mobile', which is not served; requests to it are answered by the default service\.");
        Assert.Equal("default", await client.GetStringAsync("/mobile/x"));
    }

    [Fact]
    public async Task A_mistake_in_dispatch_yaml_is_told_before_anything_is_served()
    {
        using var app = new AppDirectory(("app.yaml", "runtime: python3\n"), ("main.py", ServingTests.Reply("ok")), ("dispatch.yaml", "dispatch:\n- url: \"nopath\"\n  service: mobile\n"));
        var (status, output) = await SiloProcess.RunToEndAsync([app.Path]);
        Assert.Equal(1, status);
        Assert.Contains("dispatch.yaml:2:8:", output, StringComparison.Ordinal);
    }
}
