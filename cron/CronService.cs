using Actors.Configuration;
using Actors.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Quartz;

namespace Actors.Cron;

/// <summary>
/// The scheduled tasks of this silo:
/// <code>
/// cron.yaml --ApplyAsync--> cron_jobs --StartAsync (sweep), CronTriggers--> Quartz --fires--> CronRunner --> gateway
///                           cron_runs &lt;---------------- the ledger, which decides ---------------+
/// </code>
/// </summary>
public sealed class CronService : IAsyncDisposable
{
    /// <summary>How long a stop waits for runs under way; those that take longer are repeated once at the next start.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan StopPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PrunePeriod = TimeSpan.FromHours(1);
    private readonly CronLedger _ledger;
    private readonly CronOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CronService> _logger;
    private readonly QuartzStore _store;
    private readonly CronRunner _runner;
    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly bool _isShared;
    private IScheduler? _scheduler;
    private CronTriggers? _triggers;
    private ITimer? _pruning;
    private IReadOnlySet<string>? _served;

    /// <summary>Creates it; nothing runs yet.</summary>
    public CronService(
        IDatabase database, ICronRequests requests, IOptions<CronOptions> options, IOptions<StorageOptions> storage, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(storage);
        _options = options.Value;
        _time = time;
        _logger = loggers.CreateLogger<CronService>();
        _ledger = new CronLedger(database);
        _isShared = storage.Value.Dialect == SqlDialect.PostgreSql;
        _store = new QuartzStore(storage.Value, database, _options, time, loggers);

        // A new life of a silo is another owner, whatever runs it left behind.
        _runner = new CronRunner(_ledger, requests, $"{Environment.MachineName}/{Guid.NewGuid():n}", time, loggers.CreateLogger<CronRunner>()) { Stopping = _stopping.Token };
    }

    /// <summary>
    /// Starts running jobs. Before that every job gets its trigger, whatever became of it in an earlier life, and those with something due look at once. Jobs of apps that are not served are left alone, on
    /// SQLite, where no other silo could serve them.
    /// </summary>
    /// <param name="apps">The apps that are served; null: all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task StartAsync(IReadOnlySet<string>? apps, CancellationToken cancellationToken)
    {
        if (!_options.Enabled)
            return;
        await _changing.WaitAsync(cancellationToken);
        _served = _isShared ? null : apps;
        try
        {
            var began = _time.GetTimestamp();
            _scheduler = await _store.OpenAsync(new CronRunnerFactory(_runner), cancellationToken);
            _triggers = new CronTriggers(_scheduler, _time);
            _runner.Use(_triggers);
            var (jobs, added, due) = await new CronSweep(_ledger, _scheduler, _triggers, _time, _logger).SweepAsync(_served, cancellationToken);
            await _scheduler.Start(cancellationToken);
            _pruning = _time.CreateTimer(_ => _ = PruneAsync(), null, TimeSpan.FromMinutes(1), PrunePeriod);
            if (jobs > 0)
                _logger.Started(jobs, (long)_time.GetElapsedTime(began).TotalMilliseconds, added, due);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Puts what a cron.yaml says in place of an app's jobs. Unchanged ones keep their state; what changes takes effect at once.</summary>
    /// <param name="app">Application id.</param>
    /// <param name="cron">The file; null: there is none, which leaves the jobs as they are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ApplyAsync(string app, CronYaml? cron, CancellationToken cancellationToken)
    {
        if (cron is null)
            return;
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var now = Whole(_time.GetUtcNow());
            var jobs = States(app, cron, now);
            var changes = await _ledger.ReplaceAsync(app, jobs, cancellationToken);
            if (changes.Added.Count + changes.Removed.Count > 0)
                _logger.JobsChanged(app, changes.Added.Count, changes.Removed.Count, jobs.Count - changes.Added.Count);
            var added = jobs.Where(job => changes.Added.Contains(job.Id)).ToArray();
            foreach (var job in added.Where(job => NextRuns.After(job.Definition.Rule(), job.Definition.Clock(), _time.GetUtcNow()) is null))
                _logger.NeverRuns(app, job.Definition.Url, job.Definition.Schedule, job.Definition.TimeZone);
            if (_triggers is null)
                return;
            await _triggers.RemoveAsync(app, changes.Removed, cancellationToken);
            await _triggers.AddAsync(added.Select(static job => (job, false)), now, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Whether jobs of an app run: false where the silo was started without it, until it is.</summary>
    public bool Serves(string app) => _served?.Contains(app) ?? true;

    /// <summary>The jobs of an app in their order, or of all apps.</summary>
    public Task<IReadOnlyList<JobState>> JobsAsync(string? app, CancellationToken cancellationToken) => _ledger.JobsAsync(app, cancellationToken);

    /// <summary>The latest runs, newest first.</summary>
    public Task<IReadOnlyList<RunRecord>> HistoryAsync(string app, string? job, int count, CancellationToken cancellationToken) => _ledger.HistoryAsync(app, job, count, cancellationToken);

    /// <summary>The latest run of each job of an app, or of all apps, as far as it is remembered.</summary>
    public Task<IReadOnlyList<RunRecord>> LatestAsync(string? app, CancellationToken cancellationToken) => _ledger.LatestAsync(app, cancellationToken);

    /// <summary>Runs that are under way or wait for their next attempt, in all silos.</summary>
    public Task<IReadOnlyList<RunRecord>> ActiveAsync(CancellationToken cancellationToken) => _ledger.ActiveAsync(cancellationToken);

    /// <summary>Asks for a run, whatever the schedule says and also of a paused job.</summary>
    /// <param name="app">Application id.</param>
    /// <param name="job">The job, which exists.</param>
    /// <param name="at">When; null: now.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when cron is switched off.</returns>
    public async Task<bool> RunAsync(string app, string job, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (_triggers is null)
            return false;
        await _triggers.AddManualAsync(app, job, Whole(at ?? _time.GetUtcNow()), cancellationToken);
        return true;
    }

    /// <summary>Pauses a job: a run under way goes on, further ones do not begin, and what falls due is not caught up with.</summary>
    /// <returns>False when there is no such job.</returns>
    public Task<bool> PauseAsync(string app, string job, CancellationToken cancellationToken) => PauseAsync(app, job, true, cancellationToken);

    /// <summary>Resumes a job: it counts from now.</summary>
    /// <returns>False when there is no such job.</returns>
    public Task<bool> ResumeAsync(string app, string job, CancellationToken cancellationToken) => PauseAsync(app, job, false, cancellationToken);

    /// <summary>When a job runs next; null when it does not.</summary>
    public DateTimeOffset? NextRun(JobState job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.NextRun(_time.GetUtcNow());
    }

    /// <summary>Lets nothing new begin.</summary>
    public async Task StandByAsync()
    {
        if (_scheduler is { } scheduler)
            await scheduler.Standby();
    }

    /// <summary>Ends: nothing new begins, what is under way has a moment to finish.</summary>
    /// <param name="hurry">Ends the wait.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        if (_scheduler is not { } scheduler)
            return;
        if (_pruning is { } pruning)
            await pruning.DisposeAsync();
        await scheduler.Standby(CancellationToken.None);
        for (var waited = TimeSpan.Zero; _runner.UnderWay > 0 && waited < StopGrace && !hurry.IsCancellationRequested; waited += StopPeriod)
            await Task.Delay(StopPeriod, _time, CancellationToken.None);
        await _stopping.CancelAsync();
        await scheduler.Shutdown(false, CancellationToken.None);
        _scheduler = null;
        _triggers = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
        _changing.Dispose();
    }

    private async Task<bool> PauseAsync(string app, string job, bool paused, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var now = _time.GetUtcNow();
            if (await _ledger.PauseAsync(app, job, paused, now, cancellationToken) is not { } state)
                return false;
            if (_triggers is not null && Serves(app))
                await _triggers.ResetAsync(state, now, cancellationToken);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    private static List<JobState> States(string app, CronYaml cron, DateTimeOffset now)
    {
        var same = new Dictionary<string, int>();
        var jobs = new List<JobState>();
        foreach (var job in cron.Jobs)
        {
            var definition = JobDefinition.Of(job);
            var first = definition.Id(0);
            var before = same.GetValueOrDefault(first);
            same[first] = before + 1;
            jobs.Add(new JobState(app, definition.Id(before), definition) { Position = jobs.Count, Since = now });
        }

        return jobs;
    }

    private async Task PruneAsync()
    {
        try
        {
            await _ledger.PruneAsync(_time.GetUtcNow() - _options.History, _stopping.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _logger.StoreFailed("Forgetting old runs", failure.Message);
        }
        catch (OperationCanceledException)
        {
            // The silo ends.
        }
    }

    // As the ledger keeps times.
    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
