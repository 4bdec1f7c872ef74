using Actors.Grains.Workers;
using Actors.Runtimes.Frames;

namespace Actors.Services;

/// <summary>One method of a service.</summary>
/// <param name="RunAsync">
/// Answers a call. An <see cref="ApplicationErrorException"/> becomes the service's own error, an <see cref="RpcErrorException"/> the envelope's; a protobuf message that cannot be
/// read is answered by the registry. The token is cancelled at the call's deadline and when the worker is gone.
/// </param>
/// <param name="MaxRequest">Largest request in bytes; more is REQUEST_TOO_LARGE. Default 1 MiB, App Engine's limit where a service has none of its own.</param>
public sealed record ApiMethod(Func<WorkerStart, ApiCall, CancellationToken, ValueTask<ApiReply>> RunAsync, int MaxRequest = 1 << 20);
