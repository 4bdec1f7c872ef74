using System.Net;

namespace Actors.EndToEnd.Tests;

/// <summary>backends.yaml: resident and dynamic backends of a real app.</summary>
[Trait("Category", "Slow")]
public sealed class BackendTests
{
    private const string Main = """
        import os, sys, threading
        started = []
        def app(environ, start_response):
            path, said = environ['PATH_INFO'], ''
            if path == '/who':
                said = ' '.join(str(os.environ.get(name)) for name in ('BACKEND_ID', 'CURRENT_MODULE_ID', 'INSTANCE_ID'))
            elif path == '/started':
                said = ','.join(started)
            elif path == '/id':
                said = str(os.environ.get('GAE_INSTANCE'))
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [said.encode('ascii')]
        """;

    private const string Begin = """
        import main, os
        def app(environ, start_response):
            main.started.append('%s in %s' % (environ['PATH_INFO'], os.environ['BACKEND_ID']))
            start_response('200 OK', [])
            return []
        """;

    private const string Backends = "backends:\n- {name: memdb, instances: 2, class: B4, start: begin.app, options: public}\n- {name: cmd, options: 'dynamic, public', start: begin.app}\n- {name: secret, options: dynamic}\n";

    private static AppDirectory Of(string runtime, string backends) => new(
        ("app.yaml", $"application: shop\nruntime: {runtime}\n{(runtime == "python27" ? "api_version: 1\nthreadsafe: true\n" : "")}handlers:\n- url: /.*\n  script: {(runtime == "python27" ? "main.app" : "auto")}\n"),
        ("main.py", Main),
        ("begin.py", Begin),
        ("backends.yaml", backends));

    [Fact]
    public Task Resident_and_dynamic_backends_are_services_of_their_app() => ServedAsync("python3");

    [Python27Fact]
    public Task Resident_and_dynamic_backends_of_python27_are_services_of_their_app() => ServedAsync("python27");

    private static async Task ServedAsync(string runtime)
    {
        using var app = Of(runtime, Backends);
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        Assert.Contains($"shop/memdb  {runtime}  http://memdb-dot-shop.localhost:{silo.Port}\n", silo.Output, StringComparison.Ordinal);

        // The resident instances run although nobody has asked for them; the dynamic ones do not.
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync()).Count(instance => instance.GetProperty("state").GetString() == "serving") == 2, "not two instances");
        for (var number = 0; number < 2; number++)
        {
            using var one = silo.Client($"{number}.memdb.shop");
            Assert.Equal($"memdb memdb {number}", await one.GetStringAsync("/who"));
            Assert.Equal("/_ah/start in memdb", await one.GetStringAsync("/started"));
        }

        using var dynamic = silo.Client("cmd.shop");
        Assert.Equal("cmd cmd 0", await dynamic.GetStringAsync("/who"));
        Assert.Equal("/_ah/start in cmd", await dynamic.GetStringAsync("/started"));
        using var numbered = silo.Client("0.cmd.shop");
        Assert.Equal("cmd cmd 0", await numbered.GetStringAsync("/who"));
        using var missing = silo.Client("5.secret.shop"); // it has one instance, number 0
        Assert.StartsWith("None default ", await missing.GetStringAsync("/who"), StringComparison.Ordinal);

        using var secret = silo.Client("secret.shop");
        using var refused = await secret.GetAsync("/who");
        Assert.Equal(HttpStatusCode.Found, refused.StatusCode);
        Assert.Contains("/_ah/login", refused.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var main = silo.Client("shop");
        Assert.Equal("", await main.GetStringAsync("/started"));
    }

    [Fact]
    public async Task A_changed_backends_yaml_takes_effect_with_the_next_request()
    {
        using var app = Of("python3", "backends:\n- {name: one, options: 'public, dynamic'}\n");
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
        using var app = Of("python3", "backends:\n- {name: memdb, instances: 2, options: public}\n");
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync()).Count(instance => instance.GetProperty("state").GetString() == "serving") == 2, "not two instances");
        foreach (var id in (await silo.InstancesAsync()).Select(instance => instance.GetProperty("id").GetString()!))
        {
            using var one = silo.Client($"{id}.1.memdb.shop");
            Assert.Equal(id, await one.GetStringAsync("/id"));
        }

        using var nobody = silo.Client($"{new string('0', 36)}.1.memdb.shop");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await nobody.GetAsync("/id")).StatusCode);
    }
}
