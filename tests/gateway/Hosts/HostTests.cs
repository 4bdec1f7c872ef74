using Actors.Gateway.Hosts;
using Actors.Gateway.Routes;

namespace Actors.Gateway.Tests.Hosts;

/// <summary>What Host headers mean: the forms of App Engine, and custom domains.</summary>
public class HostTests
{
    private const string Yaml = "runtime: python3\n";
    private const string Manual = "runtime: python3\nmanual_scaling: {instances: 3}\n";
    private const string Basic = "basic_scaling: {max_instances: 2}\n";
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\nhandlers: [{url: /.*, script: main.app}]\n";

    private static readonly HostNames Names = HostNames.Of(new HostNameOptions
    {
        BaseDomain = "apps.example.org",
        Domains = new Dictionary<string, string>
        {
            ["www.example.com"] = "shop",
            ["api.example.com"] = "shop/api",
            ["*.example.com"] = "shop",
            ["*.tenants.example.com"] = "shop/api",
            ["gone.example.com"] = "nosuch",
            ["dead.example.com"] = "shop/nosuch",
            ["old.example.com"] = "shop/1",
            ["www.localhost"] = "blog",
            ["intranet"] = "blog",
        },
    });

    private readonly RoutingTable _table = RoutingTable.EmptyFor(Names)
        .With(Deployments.Snapshot(
            "shop",
            1,
            Deployments.Of("shop", Yaml),
            Deployments.Of("shop", Yaml, version: "api"),
            Deployments.Of("shop", Yaml, version: "2"),
            Deployments.Of("shop", Yaml, "api"),
            Deployments.Of("shop", Yaml, "work", "0"),
            Deployments.Of("shop", Manual, "work"),
            Deployments.Of("shop", Manual, "work", "2"),
            Deployments.Of("shop", Python27 + Basic, "basic27"),
            Deployments.Of("shop", Yaml + Basic, "basic3"),
            Deployments.Of("shop", Manual, "memdb") with { Backend = new(true, false) },
            Deployments.Of("shop", Yaml + Basic, "cmd") with { Backend = new(true, false) }))
        .With(Deployments.Snapshot("blog", 1, Deployments.Of("blog", Yaml)))
        .With(Deployments.Snapshot("a-dotted", 1, Deployments.Of("a-dotted", Yaml)));

    public static IEnumerable<object?[]> Hosts => Table.Rows("Hosts/hosts.table");

    [Theory]
    [MemberData(nameof(Hosts))]
    public void A_host_finds_its_version_and_its_instance(string host, string? version, string? instance)
    {
        // The second time from memory.
        for (var time = 1; time <= 2; time++)
        {
            var found = _table.Find(host, "/");
            Assert.Equal(version, found.Version?.Label);
            Assert.Equal(instance, found.Instance);
        }
    }

    [Fact]
    public void No_host_throws_or_reaches_an_app_that_it_does_not_name()
    {
        string[] pieces =
        [
            "shop", "blog", "api", "work", "default", "1", "2", "0", "nosuch", "-dot-", "-dot-", "-dot-", ".", ".", ".", ".localhost", ".apps.example.org", ".example.com", ".tenants.example.com", "localhost",
            "www", "intranet", "example", "com", ":", ":8080", "[", "]", "::1", "127.0.0.1", "", "-", "dot", "%", "\0", "é", "K", "\u212a", "a", new string('x', 60), "*",
        ];
        var random = new Random(20260731);
        for (var i = 0; i < 200_000; i++)
        {
            var host = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => pieces[random.Next(pieces.Length)]));
            var found = _table.Find(host, "/").Version;
            if (found is not null)
                Assert.True(IsNamedBy(host, found.Deployment.App), $"{host} reached {found.Label}");
        }

        Assert.InRange(_table.HostsKnown, 0, HostCache.Capacity);
    }

    [Fact]
    public void Hosts_that_clients_make_up_do_not_fill_the_memory()
    {
        for (var i = 0; i < 3 * HostCache.Capacity; i++)
            _table.Find($"x{i}-dot-shop.localhost", "/");
        Assert.InRange(_table.HostsKnown, 0, HostCache.Capacity);

        var before = _table.HostsKnown;
        _table.Find("example.org", "/");
        _table.Find(new string('1', 300), "/");
        _table.Find($"shop.localhost:{new string('1', 300)}", "/");
        Assert.Equal(before, _table.HostsKnown);
    }

    [Fact]
    public void A_host_that_is_known_costs_no_memory()
    {
        _table.Find("1-dot-work-dot-shop.localhost:8080", "/");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _table.Find("1-dot-work-dot-shop.localhost:8080", "/");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500);
    }

    [Theory]
    [InlineData("work.example.com", "/x", "shop/work/2")] // its host names a service
    [InlineData("nosuch.example.com", "/x", null)]
    [InlineData("nosuch.example.com", "/api/x", "shop/api/1")] // a rule about the path leads where the host does not
    [InlineData("rule.example.com", "/x", "shop/work/2")] // a rule about this very host
    [InlineData("0.1.work.example.com", "/api/x", "shop/work/1")] // who names an instance means it
    [InlineData("0.basic27.shop.localhost", "/api/x", "shop/basic27/1")]
    [InlineData("x.www.example.org", "/api/x", null)]
    public void Rules_of_dispatch_yaml_apply_to_custom_domains_too(string host, string path, string? expected)
    {
        const string Rules = "dispatch:\n- {url: \"rule.example.com/*\", service: work}\n- {url: \"*/api/*\", service: api}\n";
        var shop = _table.Apps[0].Snapshot;

        Assert.Equal(expected, _table.With(shop with { Sequence = 2, Rules = new(Rules) }).Find(host, path).Version?.Label);
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("apps.example.org", "", null)]
    [InlineData("", "www.example.org=shop", null)]
    [InlineData("", "*.example.org=shop/api", null)]
    [InlineData("", "intranet=shop", null)]
    [InlineData(".example.org", "", "Hosts:BaseDomain is \".example.org\"; it must be a domain such as apps.example.org.")]
    [InlineData("*.example.org", "", "Hosts:BaseDomain is \"*.example.org\"")]
    [InlineData("localhost", "", "Hosts:BaseDomain is \"localhost\"")]
    [InlineData("10.0.0.1", "", "Hosts:BaseDomain is \"10.0.0.1\"")]
    [InlineData("example.org:80", "", "Hosts:BaseDomain is \"example.org:80\"")]
    [InlineData("", "http://example.org=shop", "Hosts:Domains has \"http://example.org\"; it must be a domain such as www.example.org or *.example.org.")]
    [InlineData("", "*=shop", "Hosts:Domains has \"*\"")]
    [InlineData("", "a.*.org=shop", "Hosts:Domains has \"a.*.org\"")]
    [InlineData("", "localhost=shop", "Hosts:Domains has \"localhost\"")]
    [InlineData("", "www.example.org=", "Hosts:Domains:www.example.org is \"\"; it must be an app, or an app and a service: shop or shop/api.")]
    [InlineData("", "www.example.org=shop/api/1", "Hosts:Domains:www.example.org is \"shop/api/1\"")]
    [InlineData("example.org", "*.Example.org=shop", "Hosts:Domains has \"*.Example.org\", which is what Hosts:BaseDomain stands for; leave one of them out.")]
    public void Wrong_names_are_told(string baseDomain, string domain, string? expected)
    {
        var domains = domain.Length == 0 ? [] : new Dictionary<string, string> { [domain.Split('=')[0]] = domain.Split('=')[1] };

        var result = new HostNameOptionsValidator().Validate(null, new HostNameOptions { BaseDomain = baseDomain, Domains = domains });

        if (expected is null)
            Assert.True(result.Succeeded);
        else
            Assert.StartsWith(expected, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_numbered_instance_is_503_at_once_and_one_that_there_is_not_is_the_default_service()
    {
        await using var gateway = await GatewayEnvironment.StartAsync();
        gateway.Write("static/a.txt", "a");
        var manual = gateway.Deployment(Manual + "service: work\nhandlers:\n- {url: /static, static_dir: static}\n- {url: /.*, script: auto}\n") with { Service = "work" };
        gateway.Routes.Publish(Deployments.Snapshot("shop", 9, gateway.Deployment(Yaml), manual));

        Assert.Equal(503, (await gateway.SendAsync("POST / HTTP/1.1", ["Host: 1-dot-1-dot-work-dot-shop.localhost"], [1, 2, 3])).Status);
        Assert.Empty(gateway.Dispatched);
        Assert.Equal("a", (await gateway.GetAsync("/static/a.txt", "Host: 1.1.work.shop.localhost")).Text); // no instance is needed for that
        Assert.Equal(200, (await gateway.GetAsync("/", "Host: 3.1.work.shop.localhost")).Status);
        Assert.Single(gateway.Dispatched);
    }

    [Theory]
    [InlineData("", "shop.localhost:8080", "shop.localhost:8080")]
    [InlineData("apps.example.org", "api-dot-shop.apps.example.org", "shop.apps.example.org")]
    [InlineData("apps.example.org", "localhost:8443", "shop.apps.example.org:8443")]
    public async Task Apps_are_told_their_name_in_the_base_domain(string baseDomain, string host, string expected)
    {
        await using var gateway = await GatewayEnvironment.StartAsync(hosts: options => options.BaseDomain = baseDomain);

        await gateway.GetAsync("/", $"Host: {host}");

        Assert.Equal(expected, gateway.Dispatched.Single().Environ["HTTP_X_APPENGINE_DEFAULT_VERSION_HOSTNAME"]);
    }

    /// <summary>Whether a host names an app, found out another way: by cutting a domain that is ours off it.</summary>
    private static bool IsNamedBy(string host, string app)
    {
        var name = host.Split(':')[0];
        if (host.StartsWith('['))
            name = host.Contains(']', StringComparison.Ordinal) ? host[..(host.IndexOf(']', StringComparison.Ordinal) + 1)] : host;
        name = (name.EndsWith('.') ? name[..^1] : name).ToLowerInvariant();
        if (name is "" or "localhost" || System.Net.IPAddress.TryParse(name, out _))
            return app == "shop";
        if (name is "www.localhost" or "intranet")
            return app == "blog";
        if (name.EndsWith(".example.com", StringComparison.Ordinal))
            return app == "shop";
        foreach (var domain in new[] { ".localhost", ".apps.example.org" })
        {
            if (!name.EndsWith(domain, StringComparison.Ordinal))
                continue;
            var labels = name[..^domain.Length];
            return labels == app || labels.EndsWith("." + app, StringComparison.Ordinal) || labels.EndsWith("-dot-" + app, StringComparison.Ordinal);
        }

        return false;
    }
}
