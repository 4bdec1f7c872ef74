using System.Globalization;
using Actors.Cron;
using Actors.Gateway.Platform;
using Actors.Runtimes.Frames;

namespace Actors.Silo;

/// <summary>Makes the requests of scheduled tasks through the gateway, with the headers that App Engine's have.</summary>
internal sealed class GatewayCronRequests(PlatformRequests requests, TimeProvider time) : ICronRequests
{
    private static readonly PreEncodedKey Cron = new("HTTP_X_APPENGINE_CRON");
    private static readonly PreEncodedKey QueueName = new("HTTP_X_APPENGINE_QUEUENAME");
    private static readonly PreEncodedKey TaskName = new("HTTP_X_APPENGINE_TASKNAME");
    private static readonly PreEncodedKey TaskRetryCount = new("HTTP_X_APPENGINE_TASKRETRYCOUNT");
    private static readonly PreEncodedKey TaskExecutionCount = new("HTTP_X_APPENGINE_TASKEXECUTIONCOUNT");
    private static readonly PreEncodedKey TaskEta = new("HTTP_X_APPENGINE_TASKETA");

    public async Task<CronAnswer> SendAsync(CronRequest request, CancellationToken cancellationToken)
    {
        var retries = request.Retries.ToString(CultureInfo.InvariantCulture);
        var asked = new PlatformRequest(requests.HostOf(request.App, request.Target), request.Url)
            .With(Cron, "true")
            .With(QueueName, CronRequest.Queue)
            .With(TaskName, request.TaskName)
            .With(TaskRetryCount, retries)
            .With(TaskExecutionCount, retries)
            .With(TaskEta, (request.Scheduled.ToUnixTimeMilliseconds() / 1000m).ToString("F6", CultureInfo.InvariantCulture));
        var began = time.GetTimestamp();

        // An app that is at work is waited for also after the deadline, or the job would run beside itself; its answer comes too late then.
        using var deadline = request.Deadline is { } limit ? new CancellationTokenSource(limit, time) : new CancellationTokenSource();
        var answer = await requests.GetAsync(asked, deadline.Token, cancellationToken);
        var latency = time.GetElapsedTime(began);
        return answer is null || deadline.IsCancellationRequested
            ? new CronAnswer(0, latency, answer?.RequestId, $"No answer within the attempt_deadline of {request.Deadline}.")
            : new CronAnswer(answer.Status, latency, answer.RequestId, answer.Status is >= 200 and <= 299 ? null : answer.Note);
    }
}
