using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Services.AppSystem.Contract;
using static Actors.Services.AppSystem.Contract.SystemServiceError.Types;

namespace Actors.Services.AppSystem;

/// <summary>App Engine's <c>system</c>: what an instance asks about itself. <c>StartBackgroundRequest</c> asks the instance's grain for a background thread.</summary>
public sealed class SystemService : IApiService
{
    /// <summary>The service.</summary>
    public SystemService() => Methods = new Dictionary<string, ApiMethod> { ["StartBackgroundRequest"] = new(StartBackgroundRequestAsync) };

    /// <inheritdoc/>
    public string Name => "system";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ApiMethod> Methods { get; }

    private static async ValueTask<ApiReply> StartBackgroundRequestAsync(WorkerStart caller, ApiCall call, CancellationToken cancellationToken)
    {
        StartBackgroundRequestRequest.Parser.Read(call);
        var start = caller.Instance is { } instance ? await instance.StartBackground().WaitAsync(cancellationToken).ConfigureAwait(false) : new BackgroundStart(BackgroundOutcome.Ending);
        return start.Outcome switch
        {
            BackgroundOutcome.Started => new StartBackgroundRequestResponse { RequestId = start.RequestId }.ToReply(),
            BackgroundOutcome.ScaledAutomatically => throw Refusal(ErrorCode.BackendRequired, "Instances that are scaled automatically have no background threads; use basic_scaling or manual_scaling."),
            BackgroundOutcome.LimitReached => throw Refusal(ErrorCode.LimitReached, $"The instance has {BackgroundThreads.Most} background threads, which is the most; one starts when another has ended."),
            _ => throw Refusal(ErrorCode.InternalError, "The instance ends, and starts no more background threads."),
        };
    }

    private static ApplicationErrorException Refusal(ErrorCode code, string detail) => new((int)code, detail);
}
