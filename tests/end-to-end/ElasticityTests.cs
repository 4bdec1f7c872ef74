using System.Text.Json;

namespace Actors.EndToEnd.Tests;

/// <summary>Instances come and go with the load, with real processes. The step is scaled down, 60 clients for 200, so that the machine's processors are not what is measured.</summary>
public sealed class ElasticityTests
{
    private const int Clients = 60;

    private const string Slow = """
        import os, time
        def app(environ, start_response):
            time.sleep(0.2)
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [str(os.getpid()).encode()]
        """;

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_step_to_200_clients_is_served_by_enough_instances_and_they_go_again()
    {
        using var app = AppDirectory.Python3("step", Slow, "automatic_scaling:\n  max_concurrent_requests: 3\n");
        await using var silo = await SiloProcess.StartAsync([app.Path], ("Instances__IdleTimeout", "00:00:05"), ("Gateway__RequestLog", "false"));
        using var client = silo.Client();
        using var end = new CancellationTokenSource();
        var most = 0;
        var clients = Enumerable.Range(0, Clients).Select(async _ =>
        {
            var served = 0;
            for (; !end.IsCancellationRequested; served++)
                Assert.NotEmpty(await silo.BodyAsync(client, "/"));
            return served;
        }).ToArray();

        await SiloProcess.UntilAsync(async () => (most = Math.Max(most, await ServingAsync(silo))) >= 20, $"60 clients at 3 an instance have too few instances:\n{silo.Output}");
        for (var look = 0; look < 20; look++)
            most = Math.Max(most, await ServingAsync(silo));
        await end.CancelAsync();
        await Task.WhenAll(clients);

        Assert.InRange(most, 20, 34);
        await SiloProcess.UntilAsync(async () => (await silo.InstancesAsync()).Length == 0, "instances stay although nobody asks for anything");
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Manual_scaling_runs_its_instances_with_numbers_and_restarts_one_that_is_killed()
    {
        using var app = AppDirectory.Python3("manual", Slow, "manual_scaling:\n  instances: 2\n");
        await using var silo = await SiloProcess.StartAsync([app.Path]);
        await SiloProcess.UntilAsync(async () => await ServingAsync(silo) == 2, $"the instances are not there without requests:\n{silo.Output}");
        var (first, second) = (await AskAsync(silo, "0"), await AskAsync(silo, "1"));
        Assert.NotEqual(first, second);
        Assert.Equal(first, await AskAsync(silo, "0"));

        SiloProcess.Signal(int.Parse(first, System.Globalization.CultureInfo.InvariantCulture), "KILL");
        await SiloProcess.UntilAsync(
            async () => (await silo.InstancesAsync()).Count(instance => IsServing(instance) && $"{instance.GetProperty("pid")}" != first) == 2, $"the killed one is not replaced:\n{silo.Output}");
        Assert.NotEqual(first, await AskAsync(silo, "0"));
        Assert.Equal(second, await AskAsync(silo, "1"));
    }

    private static async Task<int> ServingAsync(SiloProcess silo) => (await silo.InstancesAsync()).Count(IsServing);

    private static bool IsServing(JsonElement instance) => instance.GetProperty("state") is { ValueKind: JsonValueKind.String } state && state.GetString() == "serving";

    /// <summary>Asks one instance by its number: <c>0-dot-1-dot-default-dot-manual.localhost</c>.</summary>
    private static async Task<string> AskAsync(SiloProcess silo, string number)
    {
        // With the version, since that is called 1: without it the host would name the version.
        var version = (await silo.InstancesAsync())[0].GetProperty("version").GetString();
        using var client = silo.Client($"{number}-dot-{version}-dot-default-dot-manual");
        return await silo.BodyAsync(client, "/");
    }
}
