using System.Collections.Frozen;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Workers;
using Google.Protobuf;

namespace Actors.Services;

/// <summary>
/// All services that apps can call, by name. One call:
/// <code>
/// 1. find the method      CALL_NOT_FOUND
/// 2. look at the size     REQUEST_TOO_LARGE
/// 3. run it               its answer, its own error, PARSE_ERROR, or DEADLINE_EXCEEDED at the call's deadline
/// </code>
/// Whatever else a service throws is the caller's to log, as a failure of the platform.
/// </summary>
public sealed class ApiServices : IApiServices
{
    private readonly FrozenDictionary<string, FrozenDictionary<string, ApiMethod>> _services;
    private readonly TimeProvider _time;

    /// <summary>Takes the services.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ApiServices(IEnumerable<IApiService> services, TimeProvider time)
    {
        _services = services.ToFrozenDictionary(service => service.Name, service => service.Methods.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        _time = time;
    }

    /// <inheritdoc/>
    public async ValueTask<ApiReply> CallAsync(WorkerStart caller, ApiCall call, CancellationToken cancellationToken)
    {
        // 1.
        if (!_services.TryGetValue(call.Service, out var methods))
            return Error(RpcErrorCode.CallNotFound, $"There is no service {call.Service} here.");
        if (!methods.TryGetValue(call.Method, out var method))
            return Error(RpcErrorCode.CallNotFound, $"The service {call.Service} has no method {call.Method}.");

        // 2.
        if (call.Request.Length > method.MaxRequest)
            return Error(RpcErrorCode.RequestTooLarge, $"The request has {call.Request.Length} bytes; {call.Service}.{call.Method} takes {method.MaxRequest}.");

        // 3.
        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Min(call.DeadlineMilliseconds, int.MaxValue)), _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await method.RunAsync(caller, call, either.Token).ConfigureAwait(false);
        }
        catch (ApplicationErrorException refused)
        {
            return ApiReply.ApplicationError(refused.Code, refused.Message);
        }
        catch (RpcErrorException failed)
        {
            return Error(failed.Code, failed.Message);
        }
        catch (InvalidProtocolBufferException unreadable)
        {
            return Error(RpcErrorCode.ParseError, $"The request of {call.Service}.{call.Method} cannot be read: {unreadable.Message}");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Error(RpcErrorCode.DeadlineExceeded, $"{call.Service}.{call.Method} was not answered within {call.DeadlineMilliseconds} ms.");
        }
    }

    private static ApiReply Error(RpcErrorCode code, string detail) => ApiReply.RpcError((int)code, detail);
}
