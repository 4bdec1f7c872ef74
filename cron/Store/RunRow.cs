namespace Actors.Cron;

/// <summary>A row of cron_runs.</summary>
internal sealed class RunRow
{
    public string App { get; set; } = "";

    public string Job { get; set; } = "";

    public long Scheduled { get; set; }

    public long Manual { get; set; }

    public long State { get; set; }

    public long Attempt { get; set; }

    public long Interruptions { get; set; }

    public long PassedOver { get; set; }

    public string Owner { get; set; } = "";

    public long Started { get; set; }

    public long? NextAttempt { get; set; }

    public long? Ended { get; set; }

    public long? Status { get; set; }

    public long? Latency { get; set; }

    public string? RequestId { get; set; }

    public string? Note { get; set; }

    public static RunRow Of(RunRecord run) => new()
    {
        App = run.App,
        Job = run.Job,
        Scheduled = run.Scheduled.ToUnixTimeMilliseconds(),
        Manual = run.IsManual ? 1 : 0,
        State = (long)run.State,
        Attempt = run.Attempt,
        Interruptions = run.Interruptions,
        PassedOver = run.PassedOver,
        Owner = run.Owner,
        Started = run.Started.ToUnixTimeMilliseconds(),
        NextAttempt = run.NextAttempt?.ToUnixTimeMilliseconds(),
        Ended = run.Ended?.ToUnixTimeMilliseconds(),
        Status = run.Status,
        Latency = (long?)run.Latency?.TotalMilliseconds,
        RequestId = run.RequestId,
        Note = run.Note,
    };

    public RunRecord ToRecord() => new(App, Job, DateTimeOffset.FromUnixTimeMilliseconds(Scheduled))
    {
        IsManual = Manual != 0,
        State = (RunState)State,
        Attempt = (int)Attempt,
        Interruptions = (int)Interruptions,
        PassedOver = (int)PassedOver,
        Owner = Owner,
        Started = DateTimeOffset.FromUnixTimeMilliseconds(Started),
        NextAttempt = NextAttempt is { } next ? DateTimeOffset.FromUnixTimeMilliseconds(next) : null,
        Ended = Ended is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
        Status = (int?)Status,
        Latency = Latency is { } latency ? TimeSpan.FromMilliseconds(latency) : null,
        RequestId = RequestId,
        Note = Note,
    };
}
