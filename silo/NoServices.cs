using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Workers;

namespace Actors.Silo;

/// <summary>Answers every service call as App Engine answers a call to a service that does not exist; services come with their rooms.</summary>
internal sealed class NoServices : IApiServices
{
    public ValueTask<ApiReply> CallAsync(WorkerStart caller, ApiCall call, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ApiReply.RpcError(CallNotFound, $"There is no service {call.Service} here."));

    private const int CallNotFound = 1;
}
