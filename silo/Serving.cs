using System.Net;
using Actors.Configuration;
using Actors.Console;
using Actors.Gateway;
using Actors.Gateway.Dispatching;
using Actors.Gateway.Hosts;
using Actors.Gateway.Logging;
using Actors.Gateway.Routes;
using Actors.Gateway.Server;
using Actors.Gateway.Sources;
using Actors.Gateway.Tls;
using Actors.Runtimes;
using Actors.Runtimes.Deployments;
using Actors.Runtimes.Limits;
using Microsoft.Extensions.Options;

namespace Actors.Silo;

/// <summary>
/// A silo's life:
/// <code>
/// 1  read the apps' configuration    every error of every app, before anything is started
/// 2  put the host together           engine, storage, runtimes, gateway, admin API
/// 3  start it and deploy the apps    one line per app with its URL, then `ready`
/// 4  serve until SIGINT or SIGTERM   requests in flight finish, workers end
/// </code>
/// </summary>
internal static class Serving
{
    public static async Task<int> RunAsync(ServeArguments arguments, StopSignals signals)
    {
        // 1
        var apps = ReadApps(arguments.Apps);
        if (apps is null)
            return ExitCodes.BadApp;

        // 2
        var settings = Settings.Read(arguments);
        using var logs = LoggerFactory.Create(logging => Logs.Configure(logging, settings));
        OpenFiles openFiles;
        AppServices services;
        PythonRuntimes runtimes;
        RuntimeOptions runtimeOptions;
        try
        {
            runtimeOptions = Settings.Check(settings);
            DataDirectory.Prepare(runtimeOptions.DataDirectory);
            openFiles = OpenFiles.OfThisProcess();
            services = new AppServices(settings, openFiles, TimeProvider.System, logs);
            runtimes = await PythonRuntimes.StartAsync(runtimeOptions, services.Registry, openFiles, TimeProvider.System, logs, CancellationToken.None);
        }
        catch (SettingsException wrong)
        {
            return Refuse(ExitCodes.Environment, [.. wrong.Reasons]);
        }
        catch (IOException failure)
        {
            return Refuse(ExitCodes.Environment, failure.Message);
        }

        // While the host is put together the interpreters load what workers share: both take about as long.
        var warm = Task.WhenAll(apps.Select(app => app.Yaml.Runtime.Name).Distinct().Select(name => runtimes.WarmAsync(name, CancellationToken.None)));
        using (services)
        await using (runtimes)
        await using (var host = SiloHost.Build(settings, runtimes, runtimeOptions, openFiles))
        {
            // 3
            try
            {
                string[] missing = [.. apps.Select(host.Services.GetRequiredService<Deployer>().MissingInterpreter).OfType<string>().Distinct()];
                if (missing.Length > 0)
                    return Refuse(ExitCodes.BadApp, missing);
                var ports = PortProblems(host.Services);
                if (ports.Count > 0)
                    return Refuse(ExitCodes.Environment, [.. ports]);
                await host.StartAsync();
                await DeployAsync(host.Services, apps);
                await host.Services.GetRequiredService<CronFiles>().StartAsync(apps, CancellationToken.None);
                await StartWarnings.SayAsync(host.Services, runtimes, runtimeOptions, apps);
                await warm;
                SayReady(host.Services, runtimes, apps);
            }
            catch (OptionsValidationException wrong)
            {
                return Refuse(ExitCodes.Environment, [.. wrong.Failures]);
            }
            catch (IOException failure)
            {
                return Refuse(ExitCodes.Environment, failure.Message);
            }
            catch (DeploymentRefusedException refused)
            {
                await host.StopAsync();
                return Refuse(ExitCodes.BadApp, refused.Message);
            }

            // 4
            signals.Serve(host.Lifetime, host.Services.GetRequiredService<IRequestsInFlight>());
            using var cutOff = new CutOff(host.Lifetime, runtimes.CutOffAsync, host.Services.GetRequiredService<TimeProvider>());
            try
            {
                await host.WaitForShutdownAsync();
            }
            catch (Exception late) when (late is OperationCanceledException || (late is AggregateException { InnerExceptions: var each } && each.All(static one => one is OperationCanceledException)))
            {
                // The time for a stop is over, and something had not ended: it does with this process.
            }

            return ExitCodes.Ok;
        }
    }

    /// <summary>Reads apps, with their backends, and says what is wrong with them; null when that keeps them from being served.</summary>
    internal static AppToServe[]? ReadApps(IReadOnlyList<string> paths)
    {
        var read = paths.Select(AppToServe.Check).ToArray();
        AppToServe[] apps = [.. read.Select(app => app.App).OfType<AppToServe>().SelectMany(app => app.Backends.Prepend(app))];
        var found = read.SelectMany(app => app.Found).Concat(TwiceTheSame(apps)).ToArray();
        foreach (var each in found)
            System.Console.Error.WriteLine(each);
        return found.All(each => each.Severity == ConfigurationSeverity.Warning) ? apps : null;
    }

    private static IEnumerable<ConfigurationError> TwiceTheSame(IReadOnlyList<AppToServe> apps) =>
        from app in apps
        group app by (app.Id, app.Yaml.Service, app.VersionName) into same
        where same.Count() > 1
        let files = same.Select(app => app.Source.File).ToArray()
        select new ConfigurationError(
            files[1],
            0,
            0,
            $"The app '{same.Key.Id}' has a version '{same.Key.VersionName}' of its service '{same.Key.Service}' already, in {files[0]}.",
            "Give one of them another `application`, `service` or `version`.");

    private static IReadOnlyList<string> PortProblems(IServiceProvider services)
    {
        var gateway = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var admin = services.GetRequiredService<IOptions<AdminOptions>>().Value;
        var tls = services.GetRequiredService<IOptions<TlsOptions>>().Value;
        return Ports.Problems(IPAddress.Loopback, ("--port", gateway.Port), ("--tls-port", tls.Port), ("--h2c-port", gateway.H2cPort), ("--admin-port", admin.Port));
    }

    /// <summary>Deploys apps and lets the gateway follow them.</summary>
    internal static async Task DeployAsync(IServiceProvider services, AppToServe[] apps)
    {
        var deployer = services.GetRequiredService<Deployer>();
        var sources = services.GetRequiredService<DevelopmentSources>();
        var followed = services.GetRequiredService<FollowedApps>();
        foreach (var app in apps)
            sources.Add(await deployer.DeployAsync(app, app == apps.First(first => (first.Id, first.Yaml.Service) == (app.Id, app.Yaml.Service)), CancellationToken.None));
        foreach (var app in apps.Where(app => app.Yaml.Service == AppYaml.DefaultService))
            await deployer.WithdrawBackendsAsync(app);
        foreach (var service in apps.GroupBy(app => (app.Id, app.Yaml.Service)))
            await deployer.ServeAsync(service.Key.Id, service.Key.Service, [.. service.Select(app => app.VersionName)]);
        foreach (var id in apps.Select(app => app.Id).Distinct())
            await followed.FollowAsync(id);
    }

    private static void SayReady(IServiceProvider services, PythonRuntimes runtimes, AppToServe[] apps)
    {
        var options = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var urls = new Urls(services.GetRequiredService<ServedPorts>(), services.GetRequiredService<HostNames>());

        // Machines that read requests from standard output find nothing else there.
        var to = options.LogFormat == LogFormat.Text ? System.Console.Out : System.Console.Error;
        foreach (var interpreter in runtimes.Interpreters.All)
            to.WriteLine($"{interpreter.Runtime}  {interpreter.Version}  {interpreter.Path}");
        var routes = services.GetRequiredService<CurrentRoutes>().Current;
        foreach (var app in apps)
        {
            // Where versions stand side by side each has its own address, and the service's is with the first.
            var beside = apps.Where(other => (other.Id, other.Yaml.Service) == (app.Id, app.Yaml.Service)).ToArray();
            if (app == beside[0])
                to.WriteLine($"{NameOf(app)}  {app.Yaml.Runtime.Name}  {urls.Of(app)}");
            if (beside.Length > 1)
                to.WriteLine($"{NameOf(app)} version {app.VersionName}  {app.Yaml.Runtime.Name}  {urls.OfVersion(app)}  {Percent(routes.ShareOf(app.Id, app.Yaml.Service, app.VersionName))} of the traffic");
        }

        to.WriteLine($"ready {urls.OfServer()}");
    }

    private static string Percent(double share) => FormattableString.Invariant($"{share * 100:0.#} %");

    private static string NameOf(AppToServe app) => app.Yaml.Service == AppYaml.DefaultService ? app.Id : $"{app.Id}/{app.Yaml.Service}";

    private static int Refuse(int exitStatus, params string[] reasons)
    {
        foreach (var reason in reasons)
            System.Console.Error.WriteLine($"actors: {reason}");
        return exitStatus;
    }
}
