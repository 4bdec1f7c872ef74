using System.Globalization;

namespace Actors.Grains.Apps;

/// <summary>
/// Migrations and canaries. What is under way is part of the state, so that it goes on in another activation; a timer looks at it every second, or more often where steps are short:
/// <code>
/// WarmingUp  an instance of the target is asked for; it is warm -> the first step, there is none -> WentBack
/// Moving     migration: the step has lasted its time           -> the next one
///            canary:    CanaryDecision over the gateways' counts -> the next one, or WentBack
/// Done       the last step has the whole traffic
/// </code>
/// </summary>
internal sealed partial class AppGrain
{
    private static readonly TimeSpan ShortestMove = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestMove = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestLook = TimeSpan.FromMilliseconds(50);
    private readonly Dictionary<string, Dictionary<string, TrafficReport>> _reports = [];
    private readonly Dictionary<string, Task<string?>> _warming = [];
    private IGrainTimer? _moves;

    public Task<TrafficStatus> Migrate(string service, string version, TimeSpan duration, string? etag)
    {
        var status = Expected(service, etag);
        Startable(service, version);
        RefuseDuration(duration);

        // The last step begins when the duration ends.
        return BeginAsync(status, version, TrafficMoveKind.Migration, MoveSteps.OfMigration(), duration / (MoveSteps.Migration - 1), null);
    }

    public Task<TrafficStatus> Canary(string service, string version, CanaryPlan plan, string? etag)
    {
        var status = Expected(service, etag);
        Startable(service, version);
        RefuseDuration(plan.Duration);
        if (!(plan.Share > 0 && plan.Share < 1))
            throw new TrafficRefusedException(TrafficRefusal.BadRequest, "A canary's share is above 0 and below 1.");
        if (!(plan.MaxErrorRate >= 0 && plan.MaxErrorRate <= 1))
            throw new TrafficRefusedException(TrafficRefusal.BadRequest, "A canary's error rate is from 0 to 1.");
        if (plan.MinRequests is < 1 or > 1_000_000)
            throw new TrafficRefusedException(TrafficRefusal.BadRequest, "A canary's minimum of requests is from 1 to 1000000.");
        var share = Math.Max(plan.Share, 1.0 / Traffic.BucketCount);
        var steps = MoveSteps.OfCanary(share, status.Traffic.ShareOf(version));
        return BeginAsync(status, version, TrafficMoveKind.Canary, steps, plan.Duration / Math.Max(steps.Count - 1, 1), plan);
    }

    public Task Report(TrafficReport report)
    {
        if (State.Services.GetValueOrDefault(report.Service) is { Move.IsUnderWay: true } status && status.Traffic.ETag == report.ETag)
        {
            if (!_reports.TryGetValue(report.Service, out var reports))
                _reports[report.Service] = reports = [];
            reports[report.Gateway] = report;
        }

        return Task.CompletedTask;
    }

    private static void RefuseDuration(TimeSpan duration)
    {
        if (duration < ShortestMove || duration > LongestMove)
            throw new TrafficRefusedException(TrafficRefusal.BadRequest, "Traffic is moved within 1 second to 7 days.");
    }

    private async Task<TrafficStatus> BeginAsync(TrafficStatus status, string version, TrafficMoveKind kind, IReadOnlyList<double> steps, TimeSpan stepLength, CanaryPlan? plan)
    {
        if (status.Traffic.ShareOf(version) >= 1)
            throw new TrafficRefusedException(TrafficRefusal.BadRequest, $"Version '{version}' has all the traffic of service '{status.Service}' already.");
        var now = time.GetUtcNow();
        State.Sequence++;
        _warming.Remove(status.Service);
        var traffic = status.Traffic with { ETag = NewETag(), IsMeasured = false, IsExplicit = true };
        var begun = Replaced(status, traffic, Name(kind, version)) with
        {
            // What a former move left half-way is where this one would go back to.
            Move = new TrafficMove
            {
                Kind = kind, Version = version, State = TrafficMoveState.WarmingUp, Before = traffic, Steps = steps, StepLength = stepLength, Started = now, StepStarted = now, Plan = plan,
                Why = $"An instance of {version} is started.",
            },
            History = status.History,
        };
        State.Services[status.Service] = begun;
        await KeepAndPublishAsync();
        LookAfterMoves();
        return begun;
    }

    private static string Name(TrafficMoveKind kind, string version) => kind == TrafficMoveKind.Canary ? $"canary of {version}" : $"migration to {version}";

    private static TrafficMove? Ended(TrafficMove? move, TrafficMoveState how, string why) => move is { IsUnderWay: true } ? move with { State = how, Why = why } : move;

    /// <summary>What an earlier activation began goes on: its step begins anew, since counts are gone, and so does a warm-up.</summary>
    private void ResumeMoves()
    {
        foreach (var status in State.Services.Values.Where(static status => status.Move is { IsUnderWay: true }).ToArray())
            State.Services[status.Service] = status with { Move = status.Move! with { StepStarted = time.GetUtcNow() } };
        LookAfterMoves();
    }

    private void LookAfterMoves()
    {
        var shortest = State.Services.Values.Where(static status => status.Move is { IsUnderWay: true }).Select(static status => status.Move!.StepLength).DefaultIfEmpty(TimeSpan.Zero).Min();
        _moves?.Dispose();
        if (shortest == TimeSpan.Zero)
        {
            _moves = null;
            _reports.Clear();
            return;
        }

        var period = TimeSpan.FromTicks(Math.Clamp(shortest.Ticks / 4, ShortestLook.Ticks, LongestLook.Ticks));
        _moves = this.RegisterGrainTimer(TakeStepsAsync, new GrainTimerCreationOptions(period, period) { KeepAlive = true });
    }

    private async Task TakeStepsAsync(CancellationToken cancellationToken)
    {
        foreach (var status in State.Services.Values.Where(static status => status.Move is { IsUnderWay: true }).ToArray())
        {
            try
            {
                await TakeStepAsync(status, status.Move!);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                State.Services[status.Service] = status;
                _log.StepFailed(App, status.Service, failure.Message);
            }
        }

        if (!State.Services.Values.Any(static status => status.Move is { IsUnderWay: true }))
            LookAfterMoves();
    }

    private Task TakeStepAsync(TrafficStatus status, TrafficMove move)
    {
        if (move.State == TrafficMoveState.WarmingUp)
            return WarmedAsync(status, move);
        var elapsed = time.GetUtcNow() - move.StepStarted;
        if (move.Plan is not { } plan)
            return elapsed >= move.StepLength ? NextStepAsync(status, move, "") : Task.CompletedTask;
        var counts = _reports.GetValueOrDefault(status.Service)?.Values.Where(report => report.ETag == status.Traffic.ETag).SelectMany(static report => report.Versions).ToLookup(count => count.Version == move.Version);
        var decision = CanaryDecision.Decide(plan, move.StepLength, elapsed, CanaryCounts.Sum(counts?[false] ?? []), CanaryCounts.Sum(counts?[true] ?? []));
        switch (decision.Verdict)
        {
            case CanaryVerdict.Advance:
                return NextStepAsync(status, move, decision.Why);
            case CanaryVerdict.GoBack:
                return GoBackAsync(status, move, decision.Why);
            default:
                State.Services[status.Service] = status with { Move = move with { Why = decision.Why } };
                return Task.CompletedTask;
        }
    }

    /// <summary>Asks for an instance that is warmed up, without holding up other calls, and begins to move when there is one.</summary>
    private async Task WarmedAsync(TrafficStatus status, TrafficMove move)
    {
        if (!_warming.TryGetValue(status.Service, out var warming))
            _warming[status.Service] = warming = WarmAsync(VersionDeployment.KeyOf(App, status.Service, move.Version));
        if (!warming.IsCompleted)
            return;
        _warming.Remove(status.Service);
        if (await warming is { } why)
            await GoBackAsync(status, move, why);
        else
            await NextStepAsync(status, move, "");
    }

    private async Task<string?> WarmAsync(string versionKey)
    {
        try
        {
            var grant = await GrainFactory.GetGrain<IVersionGrain>(versionKey).WarmUp();
            return grant.Outcome switch
            {
                GrantOutcome.Granted => null,
                GrantOutcome.WaitedTooLong => "No instance of it was ready in time.",
                _ => $"No instance of it could be started. {grant.Summary} {grant.Explanation} {grant.Remedy}".Trim(),
            };
        }
        catch (Exception failure) when (failure is OrleansException or TimeoutException)
        {
            return $"No instance of it could be started: {failure.Message}";
        }
    }

    private Task<TrafficStatus> NextStepAsync(TrafficStatus status, TrafficMove move, string why)
    {
        var step = move.Step + 1;
        var share = move.Steps[step];
        var isLast = step == move.Steps.Count - 1;
        State.Sequence++;
        var traffic = TrafficBuckets.Split(status.Traffic, TrafficBuckets.Towards(move.Before, move.Version, share), status.Traffic.SplitBy, NewETag());
        var next = status with
        {
            Traffic = traffic with { IsExplicit = true, IsMeasured = move.Plan is not null && !isLast },
            History = move.Step < 0 ? WithFormer(status with { Traffic = move.Before }, Name(move.Kind, move.Version)) : status.History,
            Move = move with { State = isLast ? TrafficMoveState.Done : TrafficMoveState.Moving, Step = step, StepStarted = time.GetUtcNow(), Why = isLast ? "It has all the traffic." : "" },
        };
        _reports.Remove(status.Service);
        return KeepAsync(next, string.Create(CultureInfo.InvariantCulture, $"{Name(move.Kind, move.Version)}, step {step + 1} of {move.Steps.Count}{(why.Length > 0 ? ": " : "")}{why.TrimEnd('.')}"));
    }

    private async Task GoBackAsync(TrafficStatus status, TrafficMove move, string why)
    {
        State.Sequence++;
        var back = move.Before with { ETag = NewETag(), IsMeasured = false };
        _reports.Remove(status.Service);
        State.Services[status.Service] = status with
        {
            Traffic = back,
            History = move.Step < 0 ? status.History : status.History.Skip(1).ToArray(),
            Move = move with { State = TrafficMoveState.WentBack, Why = why },
        };
        await KeepAndPublishAsync();
        _log.WentBack(App, status.Service, back.Describe(), $"{move.Version}: {why}");
    }
}
