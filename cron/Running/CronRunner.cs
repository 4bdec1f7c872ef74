using Actors.Configuration;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Actors.Cron;

/// <summary>
/// What happens when a trigger fires:
/// <code>
/// 1  decide     the ledger, one transaction: nothing, or a run, written down before it begins
/// 2  ask        one GET through the gateway
/// 3  write      how it ended; or when the next attempt is
/// 4  go on      the trigger of the next attempt or of the next occurrence
/// </code>
/// Should the silo end between any two of them, Quartz hands the firing to whoever recovers it, and 1 finds in the ledger how far it came.
/// </summary>
internal sealed class CronRunner(CronLedger ledger, ICronRequests requests, string owner, TimeProvider time, ILogger logger) : IJob
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private CronTriggers? _triggers;
    private int _underWay;

    /// <summary>Runs under way here.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Ends what is under way, unfinished.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Sets where new triggers go; before the first fires.</summary>
    public void Use(CronTriggers triggers) => _triggers = triggers;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Stopping);
        var key = context.JobDetail.Key;
        var firing = RunFiring.Read(context.Recovering ? context.RecoveringTriggerKey!.Name : context.Trigger.Key.Name);
        Interlocked.Increment(ref _underWay);
        try
        {
            await FireAsync(key.Group, key.Name, firing, context.ScheduledFireTimeUtc ?? context.FireTimeUtc, ending.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private async Task FireAsync(string app, string job, RunFiring firing, DateTimeOffset fired, CancellationToken cancellationToken)
    {
        // 1. A timer may be early by a moment; what is due at the trigger's time is due.
        var looked = fired;
        var decision = await TryAsync("Reading the ledger", () => DecideAsync(app, job, firing, looked = Later(time.GetUtcNow(), fired), cancellationToken), cancellationToken);
        if (decision?.Job is not { } state)
            return;

        // 2, 3
        var run = decision.Run;
        if (decision.IsRun && (run = await RunAsync(state, decision, cancellationToken)) is null)
            return;

        // 4. The next occurrence is the first that was not looked at, and not the first from now on: time has passed since.
        var isInterval = state.Definition.Rule() is IntervalSchedule;
        var doneUpTo = isInterval ? state.IntervalStart : looked;
        await TryAsync(
            "Storing a trigger",
            async () =>
            {
                if (run is { State: RunState.Waiting })
                    await _triggers!.AddRetryAsync(run, cancellationToken);
                else if (run is { IsManual: true })
                    return true;
                if (!state.IsPaused && !(run is { IsActive: true } && isInterval))
                    await _triggers!.AddNextAsync(state, Later(run?.Ended ?? doneUpTo, doneUpTo), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private async Task<RunDecision?> DecideAsync(string app, string job, RunFiring firing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (true)
        {
            var decision = await ledger.DecideAsync(app, job, firing, owner, now, cancellationToken);
            if (decision is not { Kind: RunDecisionKind.GiveUp, Job: { } state, Run: { } run })
                return decision;
            logger.GivenUp(app, state.Definition.Url, run.Scheduled);
        }
    }

    private async Task<RunRecord?> RunAsync(JobState job, RunDecision decision, CancellationToken cancellationToken)
    {
        var (definition, run) = (job.Definition, decision.Run!);
        if (decision.Kind == RunDecisionKind.Repeat)
            logger.Repeated(job.App, definition.Url, run.Scheduled);
        else if (decision.Kind == RunDecisionKind.Begin && run.PassedOver > 0)
            logger.PassedOver(job.App, run.PassedOver, definition.Url, run.Scheduled);
        var answer = await AskAsync(
            new CronRequest(job.App, definition.Url, definition.Target)
            {
                TaskName = $"{job.Id}-{run.Scheduled.ToUnixTimeSeconds()}",
                Scheduled = run.Scheduled,
                Retries = run.Attempt - 1,
                Deadline = definition.AttemptDeadline,
            },
            cancellationToken);
        var ended = Ended(job, run, answer);
        return await TryAsync("Writing the ledger", () => ledger.EndAsync(ended, CancellationToken.None), cancellationToken) ? ended : null;
    }

    private async Task<CronAnswer> AskAsync(CronRequest request, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            return await requests.SendAsync(request, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the run ends with it, and the job goes on.
            return new CronAnswer(0, time.GetElapsedTime(began), null, $"The request could not be made: {failure.Message}");
        }
    }

    private RunRecord Ended(JobState job, RunRecord run, CronAnswer answer)
    {
        var now = Later(time.GetUtcNow(), run.Started);
        var wait = answer.IsSuccess ? null : RetryWaits.Next(job.Definition.Retry, run.Attempt, now - run.Started);
        if (wait is { } pause)
            logger.WillRetry(job.App, job.Definition.Url, run.Scheduled, run.Attempt, answer.Outcome, pause);
        else if (!answer.IsSuccess)
            logger.Failed(job.App, job.Definition.Url, run.Scheduled, answer.Outcome);
        return run with
        {
            State = answer.IsSuccess ? RunState.Succeeded : wait is null ? RunState.Failed : RunState.Waiting,
            NextAttempt = now + wait,
            Ended = now,
            Status = answer.Status,
            Latency = answer.Latency,
            RequestId = answer.RequestId,
            Note = answer.Note,
        };
    }

    // The database may be away for a while; an occurrence is not lost over it.
    private async Task<T> TryAsync<T>(string what, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await action();
            }
            catch (Exception failure) when (failure is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                logger.StoreFailed(what, failure.Message);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
