using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Actors.Engine;

/// <summary>The engine's log messages; event ids 1000 to 1099.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    [LoggerMessage(1000, LogLevel.Error, "{GrainId} could not be activated")]
    public partial void ActivationFailed(GrainId grainId, Exception exception);

    [LoggerMessage(1001, LogLevel.Error, "{GrainId} failed while it was deactivated")]
    public partial void DeactivationFailed(GrainId grainId, Exception exception);

    [LoggerMessage(1002, LogLevel.Error, "A timer callback of {GrainId} failed; the timer goes on")]
    public partial void TimerFailed(GrainId grainId, Exception exception);

    [LoggerMessage(1003, LogLevel.Warning, "The one-way call {Method} failed")]
    public partial void OneWayCallFailed(string method, Exception exception);

    [LoggerMessage(1004, LogLevel.Error, "The MayInterleave predicate of {GrainId} failed for {Method}; the call waits")]
    public partial void PredicateFailed(GrainId grainId, string method, Exception exception);

    [LoggerMessage(1005, LogLevel.Information, "The grain engine runs{Copying}")]
    public partial void Started(string copying);
}
