using Actors.Gateway.Hosts;
using Actors.Gateway.Routes;
using Actors.Runtimes;
using Actors.Runtimes.Deployments;
using Microsoft.Extensions.Options;

namespace Actors.Silo;

/// <summary>What looks wrong once the apps are deployed, and keeps none of them from being served: a sentence each, on standard error.</summary>
internal static class StartWarnings
{
    public static async Task SayAsync(IServiceProvider services, PythonRuntimes runtimes, RuntimeOptions options, AppToServe[] apps)
    {
        await MissingLibrariesAsync(runtimes, options, apps);
        DomainsWithoutApp(services, apps);
        DispatchesToNothing(services, apps);
    }

    private static async Task MissingLibrariesAsync(PythonRuntimes runtimes, RuntimeOptions options, AppToServe[] apps)
    {
        foreach (var app in apps.Where(app => app.Backend is null))
        {
            if (runtimes.Interpreters.Find(app.Yaml.Runtime.Name) is not { } interpreter)
                continue;
            foreach (var sentence in await MissingLibraries.FindAsync(app, interpreter, options, CancellationToken.None))
                System.Console.Error.WriteLine(sentence);
        }
    }

    private static void DomainsWithoutApp(IServiceProvider services, AppToServe[] apps)
    {
        foreach (var (domain, meaning) in services.GetRequiredService<IOptions<HostNameOptions>>().Value.Domains)
        {
            var named = meaning.Split('/');
            if (!apps.Any(app => app.Id == named[0] && (named.Length == 1 || app.Yaml.Service == named[1])))
                System.Console.Error.WriteLine($"Hosts:Domains:{domain} leads to {meaning}, which is not served; requests to it are answered 404.");
        }
    }

    private static void DispatchesToNothing(IServiceProvider services, AppToServe[] apps)
    {
        var routes = services.GetRequiredService<CurrentRoutes>().Current;
        foreach (var app in apps.Where(static app => app.Rules is not null).DistinctBy(static app => app.Id))
        {
            foreach (var rule in routes.DispatchesToNothing(app.Id))
                System.Console.Error.WriteLine($"{Path.Combine(app.Source.Directory, AppToServe.DispatchFile)}:{rule.Line}: {rule.Url} leads to the service '{rule.Service}', which is not served; requests to it are answered by the default service.");
        }
    }
}
