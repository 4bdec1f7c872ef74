using Orleans;
using Actors.Configuration;
using Actors.Grains;
using Actors.Runtimes.CodeTrees;

namespace Actors.Runtimes.Deployments;

/// <summary>
/// Brings apps that are served from the directory they are developed in to the app grains:
/// <code>
/// interpreter there? -> app's number and user id -> code tree materialised -> IAppGrain.Deploy
/// </code>
/// </summary>
public sealed class Deployer(IGrainFactory grains, PythonRuntimes runtimes, RuntimeOptions options, SourceWatches watches, TimeProvider time)
{
    /// <summary>One worker connection per concurrent request is opened at its start, so there is an end to them.</summary>
    private const int MostConcurrentRequests = 100;

    /// <summary>Materialises an app's code tree and deploys it.</summary>
    /// <param name="app">The app.</param>
    /// <param name="bringsRules">Its dispatch.yaml and dos.yaml become the app's: it is the first version of its service.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DeploymentRefusedException">There is no interpreter for its runtime, or its files cannot be read.</exception>
    public async Task<LiveDeployment> DeployAsync(AppToServe app, bool bringsRules, CancellationToken cancellationToken)
    {
        RefuseWithoutInterpreter(app);
        var number = await grains.GetGrain<IAppDirectoryGrain>(IAppDirectoryGrain.Key).Register(app.Id);
        var uid = PythonRuntimes.DropsUsers(options) ? options.FirstUid + number : -1;
        var version = app.VersionName;
        var location = CodeTree.PlaceOf(options.DataDirectory, app.Id, app.Yaml.Service, version);
        var tree = new LiveCodeTree(app.Source.Directory, location, Rules(app, uid), time, watches);
        try
        {
            await tree.FollowAsync(app.Files, cancellationToken);
            var generation = await tree.RefreshAsync(cancellationToken);
            var snapshot = await DeployAsync(app, version, uid, location, bringsRules);
            return new LiveDeployment(app, tree, generation, uid, snapshot.Versions.Single(deployed => IsOf(deployed, app, version)), snapshot) { BringsRules = bringsRules };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            tree.Dispose();
            throw new DeploymentRefusedException($"{app.Source.Directory}: its files cannot be brought to the workers: {failure.Message}");
        }
    }

    /// <summary>What to do about an app whose runtime has no interpreter here; null where it has one.</summary>
    public string? MissingInterpreter(AppToServe app) =>
        runtimes.Interpreters.Find(app.Yaml.Runtime.Name) is null ? $"{app.Source.File}: {runtimes.Interpreters.Missing(app.Yaml.Runtime.Name)}" : null;

    /// <summary>Says which versions of a service are served from now on. Traffic that somebody split among them stays; otherwise the first gets it.</summary>
    /// <param name="app">Application id.</param>
    /// <param name="service">The service.</param>
    /// <param name="versions">Its versions, in the order in which they were named.</param>
    public Task ServeAsync(string app, string service, IReadOnlyList<string> versions) => grains.GetGrain<IAppGrain>(app).Serve(service, versions);

    /// <summary>What was a backend of an app, served from its directory, and is none any more is served no longer.</summary>
    /// <param name="app">The app as it is now.</param>
    /// <returns>The app's state afterwards, and what was withdrawn.</returns>
    public async Task<(AppSnapshot Snapshot, IReadOnlyList<VersionDeployment> Withdrawn)> WithdrawBackendsAsync(AppToServe app)
    {
        var grain = grains.GetGrain<IAppGrain>(app.Id);
        var snapshot = await grain.Snapshot();
        VersionDeployment[] gone =
        [
            .. snapshot.Versions.Where(version => version.Backend is not null && version.Version == app.VersionName && version.Source == app.Source.Directory
                && !app.Backends.Any(backend => backend.Yaml.Service == version.Service)),
        ];
        foreach (var version in gone)
            snapshot = await grain.Withdraw(version.Service, version.Version);
        return (snapshot, gone);
    }

    /// <summary>Deploys what has changed in a live deployment's files. The tree is up to date, unless app.yaml itself changed what belongs to it.</summary>
    /// <exception cref="DeploymentRefusedException">As above.</exception>
    /// <exception cref="IOException">A file cannot be read or written; the next call tries again.</exception>
    public async Task<LiveDeployment> RedeployAsync(LiveDeployment live, AppToServe app, long treeGeneration, CancellationToken cancellationToken)
    {
        var version = live.Deployment.Version;
        if (app.Id != live.App.Id || app.Yaml.Service != live.App.Yaml.Service || (app.VersionName) != version)
            throw new DeploymentRefusedException($"{app.Source.File}: `application`, `service` and `version` cannot change while the app is served; start again.");
        RefuseWithoutInterpreter(app);
        await live.Tree.FollowAsync(app.Files, cancellationToken);
        if (app.YamlText != live.App.YamlText || app.GcloudIgnore != live.App.GcloudIgnore)
        {
            live.Tree.Apply(Rules(app, live.Uid));
            treeGeneration = await live.Tree.RefreshAsync(cancellationToken);
        }
        var snapshot = await DeployAsync(app, version, live.Uid, live.Tree.Location, live.BringsRules);
        return live with
        {
            App = app,
            TreeGeneration = treeGeneration,
            Deployment = snapshot.Versions.Single(deployed => IsOf(deployed, app, version)),
            Snapshot = snapshot,
        };
    }

    private static bool IsOf(VersionDeployment deployed, AppToServe app, string version) => deployed.Service == app.Yaml.Service && deployed.Version == version;

    private static CodeTreeRules Rules(AppToServe app, int uid)
    {
        var files = VersionFiles.Of(app.Yaml, app.GcloudIgnore, SkipFiles.Default);
        return new CodeTreeRules
        {
            Skip = path => files.Skips(path, isDirectory: false),
            SkipDirectory = path => files.Skips(path, isDirectory: true),
            StaticOnly = new StaticFilePaths(app.Yaml).AreStaticOnly,
            Gid = uid,
        };
    }

    private void RefuseWithoutInterpreter(AppToServe app)
    {
        if (MissingInterpreter(app) is { } sentence)
            throw new DeploymentRefusedException(sentence);
    }

    private Task<AppSnapshot> DeployAsync(AppToServe app, string version, int uid, string location, bool bringsRules) =>
        grains.GetGrain<IAppGrain>(app.Id).Deploy(new VersionDeployment
        {
            App = app.Id,
            Service = app.Yaml.Service,
            Version = version,
            Generation = 0,
            Configuration = app.YamlText,
            GcloudIgnore = app.GcloudIgnore,
            Runtime = app.Yaml.Runtime.Name,
            MaxConcurrentRequests = Math.Min(app.MaxConcurrentRequests, MostConcurrentRequests),
            EnvVariables = new Dictionary<string, string>(app.Yaml.EnvVariables),
            CodeTree = location,
            StaticTree = app.Source.Directory,
            Source = app.Source.Directory,
            Uid = uid,
            ThreadSafe = app.Yaml.ThreadSafe,
            MemoryMegabytes = InstanceMemory.Of(app.Yaml.InstanceClass, app.Yaml.Runtime.Name),
            Scaling = DeployedScaling.Of(app.Yaml),
            Backend = app.Backend is { } backend ? new BackendSettings(backend.IsPublic, backend.FailsFast) : null,
        }, bringsRules ? app.Rules : null);
}
