namespace Actors.Cron;

/// <summary>What came of an attempt.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <param name="Latency">How long it took.</param>
/// <param name="RequestId">The id of the request in the request log, or null.</param>
/// <param name="Note">Why there was no answer, or null.</param>
public sealed record CronAnswer(int Status, TimeSpan Latency, string? RequestId, string? Note = null)
{
    /// <summary>App Engine's rule: 200 to 299, nothing else; a redirect is a failure.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>In words.</summary>
    public string Outcome => Note ?? $"status {Status}";
}
