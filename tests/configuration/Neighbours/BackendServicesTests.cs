namespace Actors.Configuration.Tests.Neighbours;

/// <summary>Backends as services of their app.</summary>
public sealed class BackendServicesTests : IDisposable
{
    private const string Python27 = "runtime: python27\napi_version: 1\nthreadsafe: true\nversion: v2\ninstance_class: F4\nautomatic_scaling: {max_instances: 9}\nincludes: [more.yaml]\nhandlers:\n- {url: /.*, script: main.app}\n";
    private readonly TemporaryApp _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_backend_is_its_app_with_another_name_scaling_class_and_a_start_handler_at_the_head()
    {
        _app.Write("app.yaml", Python27).Write("more.yaml", "handlers:\n- {url: /more, script: more.app}\n")
            .Write("backends.yaml", "backends:\n- {name: worker, class: b8, instances: 3, start: work.app, options: 'public, failfast'}\n- {name: cmd, options: dynamic, instances: 2, max_concurrent_requests: 4}\n");
        var services = _app.OnDisk().Backends.Services;

        var worker = services[0].Yaml;
        Assert.Equal(("worker", "v2", "B8", new ManualScaling(3)), (worker.Service, worker.Version, worker.InstanceClass, worker.Scaling));
        Assert.Equal(["/_ah/start work.app", "/more more.app", "/.* main.app"], worker.Handlers.Select(handler => $"{handler.Url} {handler.Target}"));
        Assert.Equal((true, true, false), (services[0].Backend.IsPublic, services[0].Backend.FailsFast, services[0].Backend.IsDynamic));
        var cmd = services[1].Yaml;
        Assert.Equal(("cmd", "B2", new BasicScaling(2, TimeSpan.FromMinutes(5)), 4), (cmd.Service, cmd.InstanceClass, cmd.Scaling, services[1].Backend.MaxConcurrentRequests));
        Assert.Equal(["/more", "/.*"], cmd.Handlers.Select(handler => handler.Url));
    }

    [Fact]
    public void Its_text_reads_as_the_same()
    {
        _app.Write("app.yaml", "runtime: python3\nbackends:\n- {name: worker, start: work.app}\n");
        var service = Assert.Single(_app.OnDisk().Backends.Services);
        var again = AppYamlReader.Read(service.Text, "app.yaml").Value!;

        Assert.Equal((service.Yaml.Service, service.Yaml.Scaling, service.Yaml.InstanceClass), (again.Service, again.Scaling, again.InstanceClass));

        // What python3 has unwritten behind its last handler would not be there any more.
        Assert.Equal(["/_ah/start work.app", "/.* auto"], again.Handlers.Select(handler => $"{handler.Url} {handler.Target}"));
        Assert.Empty(again.Platform.Backends);
    }

    [Theory]
    [InlineData("runtime: python3\n", "backends:\n- {name: a, state: STOP}\n- {name: b, state: DISABLED}\n- {name: c}\n", "c")]
    [InlineData("runtime: python3\nservice: other\n", "backends:\n- {name: c}\n", "")]
    [InlineData("runtime: python3\n", "backends:\n- {name: c}\n- {name: default}\n", "")] // an error: none is served
    [InlineData("runtime: python3\nbackends: [{name: a}]\n", "backends:\n- {name: b}\n", "a b")]
    [InlineData("runtime: python3\n", "", "")]
    public void Which_are_served(string app, string backends, string expected)
    {
        _app.Write("app.yaml", app).Write("backends.yaml", backends);
        Assert.Equal(expected, string.Join(' ', _app.OnDisk().Backends.Services.Select(service => service.Yaml.Service)));
    }

    [Fact]
    public void The_app_depends_on_its_file_also_before_that_is_there()
    {
        _app.Write("app.yaml", "runtime: python3\n");
        Assert.Contains(Path.Combine(_app.Root, "backends.yaml"), _app.OnDisk().Files);
    }
}
