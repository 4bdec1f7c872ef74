using Actors.Configuration;
using Actors.Cron;
using Actors.Runtimes.Deployments;

namespace Actors.Silo;

/// <summary>
/// The cron.yaml of each app that is served from a directory: beside its default service's app.yaml, or the only service's. Read with the app, and again when it changes; a file with errors changes nothing,
/// and neither does one that goes away. It is looked at every second, since jobs must follow it also when nobody asks for a page.
/// </summary>
internal sealed partial class CronFiles(CronService cron, TimeProvider time, ILogger<CronFiles> logger) : BackgroundService, IHostedLifecycleService
{
    private const string FileName = "cron.yaml";
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, Followed> _files = [];

    /// <summary>Reads the files of the apps and starts their jobs.</summary>
    public async Task StartAsync(IReadOnlyList<AppToServe> apps, CancellationToken cancellationToken)
    {
        foreach (var services in apps.GroupBy(static app => app.Id))
        {
            var app = services.FirstOrDefault(static service => service.Yaml.Service == AppYaml.DefaultService) ?? services.First();
            var followed = new Followed(app.Id, Path.Combine(app.Source.Directory, FileName));
            await FollowAsync(followed, cancellationToken);
            lock (_files)
                _files[app.Id] = followed;
        }

        await cron.StartAsync(apps.Select(static app => app.Id).ToHashSet(), cancellationToken);
    }

    /// <summary>No run begins any more; those under way have as long as the requests that the gateway still answers.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => cron.StandByAsync();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await cron.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Period, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Followed[] files;
                lock (_files)
                    files = [.. _files.Values];
                foreach (var file in files)
                    await FollowAsync(file, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo ends.
        }
    }

    private async Task FollowAsync(Followed followed, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(followed.File);
            var stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (stamp == followed.Stamp)
                return;
            followed.Stamp = stamp;
            if (!file.Exists)
                return;
            var read = CronYaml.Read(await File.ReadAllTextAsync(followed.File, cancellationToken), followed.File);
            if (read.Value is { } yaml)
                await cron.ApplyAsync(followed.App, yaml, cancellationToken);
            else
                Refused(logger, followed.File, string.Join('\n', read.Errors));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            followed.Stamp = default;
            Refused(logger, followed.File, failure.Message);
        }
    }

    [LoggerMessage(5030, LogLevel.Error, "{File} is not used as long as it has errors; the jobs stay as they were.\n{Errors}")]
    private static partial void Refused(ILogger logger, string file, string errors);

    private sealed class Followed(string app, string file)
    {
        public string App { get; } = app;

        public string File { get; } = file;

        public (DateTime Written, long Length) Stamp { get; set; }
    }
}
