using Actors.Configuration;
using Actors.Grains;
using Orleans;

namespace Actors.Console;

/// <summary>Finds apps, services and versions by their names; what is not there is answered with the nearest name.</summary>
internal sealed class AppCatalog(IGrainFactory grains)
{
    /// <summary>Every app, or only the one that is named.</summary>
    /// <exception cref="AdminProblemException">There is no such app.</exception>
    public async Task<IReadOnlyList<AppSnapshot>> AppsAsync(string? app = null)
    {
        var apps = await grains.GetGrain<IAppDirectoryGrain>(IAppDirectoryGrain.Key).List();
        if (app is not null && !apps.Contains(app))
            throw AdminProblemException.NotFound($"There is no app '{app}'.{Suggestion.Sentence(app, apps)}");
        return await Task.WhenAll((app is null ? apps : [app]).Order(StringComparer.Ordinal).Select(name => grains.GetGrain<IAppGrain>(name).Snapshot()));
    }

    /// <summary>An app.</summary>
    /// <exception cref="AdminProblemException">There is no such app.</exception>
    public async Task<AppSnapshot> AppAsync(string app) => (await AppsAsync(app))[0];

    /// <summary>An app that has this service.</summary>
    /// <exception cref="AdminProblemException">There is no such app or service.</exception>
    public async Task<AppSnapshot> WithServiceAsync(string app, string service)
    {
        var snapshot = await AppAsync(app);
        Check(snapshot, service, null);
        return snapshot;
    }

    /// <summary>A version.</summary>
    /// <exception cref="AdminProblemException">There is no such app, service or version.</exception>
    public async Task<(AppSnapshot App, VersionDeployment Version)> VersionAsync(string app, string service, string version)
    {
        var snapshot = await AppAsync(app);
        Check(snapshot, service, version);
        return (snapshot, snapshot.Versions.First(each => each.Service == service && each.Version == version));
    }

    /// <summary>The versions that are meant, in the order of their names.</summary>
    /// <param name="app">Only this app's, or null.</param>
    /// <param name="service">Only this service's, or null.</param>
    /// <param name="version">Only the ones with this name, or null.</param>
    /// <exception cref="AdminProblemException">A name leads to nothing.</exception>
    public async Task<IReadOnlyList<(AppSnapshot App, VersionDeployment Version)>> VersionsAsync(string? app, string? service = null, string? version = null)
    {
        var apps = await AppsAsync(app);
        if (app is not null)
            Check(apps[0], service, version);
        return
        [
            .. from snapshot in apps
               from each in snapshot.Versions.OrderBy(static each => each.Service, StringComparer.Ordinal).ThenBy(static each => each.Version, StringComparer.Ordinal)
               where (service is null || each.Service == service) && (version is null || each.Version == version)
               select (snapshot, each),
        ];
    }

    private static void Check(AppSnapshot app, string? service, string? version)
    {
        var services = app.Versions.Select(static each => each.Service).Distinct().ToArray();
        if (service is not null && !services.Contains(service))
            throw AdminProblemException.NotFound($"The app '{app.App}' has no service '{service}'.{Suggestion.Sentence(service, services)}");
        var versions = app.Versions.Where(each => service is null || each.Service == service).Select(static each => each.Version).ToArray();
        if (version is not null && !versions.Contains(version))
            throw AdminProblemException.NotFound($"{(service is null ? $"The app '{app.App}'" : $"The service '{service}' of '{app.App}'")} has no version '{version}'.{Suggestion.Sentence(version, versions)}");
    }
}
