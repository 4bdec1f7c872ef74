using System.Net.Sockets;
using Actors.Grains.Workers;
using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Workers;

/// <summary>A running worker.</summary>
internal sealed class Worker : IWorker
{
    private readonly WorkerProcess _process;
    private readonly WorkerStart _start;
    private readonly PythonGeneration _generation;
    private readonly FrameStream _control;
    private readonly RequestConnection[] _connections;
    private readonly ConnectionStack _free;
    private readonly IApiServices _services;
    private readonly KeptBytecode _bytecode;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _gone = new();

    public Worker(
        WorkerProcess process,
        WorkerStart start,
        PythonGeneration generation,
        FrameStream control,
        Socket[] requests,
        SpawnJourney journey,
        IApiServices services,
        KeptBytecode bytecode,
        TimeProvider time,
        ILogger log)
    {
        _process = process;
        _start = start;
        _generation = generation;
        _control = control;
        _services = services;
        _bytecode = bytecode;
        _time = time;
        _log = log;
        Journey = journey;
        _connections = [.. requests.Select(socket => new RequestConnection(socket, AnswerAsync))];
        _free = new ConnectionStack(_connections);
        Ended = EndAsync();
        _ = ReadControlAsync();
    }

    /// <inheritdoc/>
    public int Pid => _process.Pid;

    /// <inheritdoc/>
    public SpawnJourney Journey { get; }

    /// <inheritdoc/>
    public Task<WorkerEnd> Ended { get; }

    /// <inheritdoc/>
    public ValueTask<WorkerAnswer> HandleAsync(byte[] request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exchange = ExchangeAsync(request);

        // Who stops waiting does not stop the app: the connection is free when its answer has come.
        return cancellationToken.CanBeCanceled && !exchange.IsCompleted
            ? new ValueTask<WorkerAnswer>(exchange.AsTask().WaitAsync(cancellationToken))
            : exchange;
    }

    /// <inheritdoc/>
    public async Task<WorkerEnd> StopAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            // A request may have been sent that the worker has not read yet, and would not read after STOP: only the silo knows that none is left.
            var began = _time.GetTimestamp();
            await Task.WhenAny(_free.WhenAllFree(), Ended).WaitAsync(grace, _time, cancellationToken).ConfigureAwait(false);
            var rest = grace - _time.GetElapsedTime(began);
            rest = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
            await _control.WriteAsync(FrameKind.Stop, ControlFrames.Stop(_generation, rest), cancellationToken).WaitAsync(rest, _time, cancellationToken).ConfigureAwait(false);
            return await Ended.WaitAsync(rest, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is TimeoutException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            _process.Kill();
            return await Ended.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public long? Memory() => _process.Memory();

    /// <summary>Kills the process unless it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await Ended.ConfigureAwait(false);
    }

    private async ValueTask<WorkerAnswer> ExchangeAsync(byte[] request)
    {
        var connection = _free.Take();
        var begun = true;
        try
        {
            var response = await connection.ExchangeAsync(request).ConfigureAwait(false);

            // Examined here, where the worker can be killed for it: the gateway may take it for well-formed.
            var error = ResponseFrame.Examine(response);
            _free.Return(connection);
            return new WorkerAnswer(response, error == ResponseError.LoadFailure);
        }
        catch (FrameException failure)
        {
            RuntimeLog.WorkerBroke(_log, Pid, _start.Deployment.Key, failure.Message);
        }
        catch (RequestNotBegunException)
        {
            begun = false;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // Its end of the connection is closed: it is dying, or does not mean to answer.
        }

        _process.Kill();
        throw new WorkerEndedException(await Ended.ConfigureAwait(false), begun);
    }

    private async Task<WorkerEnd> EndAsync()
    {
        var end = await _process.Ended.ConfigureAwait(false);
        RuntimeLog.WorkerEnded(_log, Pid, _start.Deployment.Key, end.Describe());
        await _gone.CancelAsync().ConfigureAwait(false);
        _control.Dispose();
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        return end;
    }

    private async Task<byte[]> AnswerAsync(ApiCall call)
    {
        const int InternalError = 3;
        try
        {
            var reply = await _services.CallAsync(_start, call, _gone.Token).ConfigureAwait(false);
            return reply.ToFrame(_generation, call.CallId);
        }
#pragma warning disable CA1031 // Whatever a service throws, the app gets an answer and the silo's log the reason.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!_gone.IsCancellationRequested)
            {
                RuntimeLog.ApiCallFailed(_log, call.Service, call.Method, _start.Deployment.Key, failure);
            }

            return ApiReply.RpcError(InternalError, "The call failed inside the platform.").ToFrame(_generation, call.CallId);
        }
    }

    private async Task ReadControlAsync()
    {
        try
        {
            while (await _control.ReadAsync(CancellationToken.None).ConfigureAwait(false) is { } frame)
            {
                switch (frame.Kind)
                {
                    case FrameKind.Log:
                        foreach (var line in AppLogLine.ReadFrame(frame.Body))
                        {
                            Log(line);
                        }

                        break;
                    case FrameKind.Bytecode:
                        Keep(ControlFrames.ReadBytecode(frame.Body));
                        break;
                    default:
                        throw new FrameException($"A frame of kind {(int)frame.Kind} came on a control connection.");
                }
            }
        }
        catch (FrameException failure)
        {
            RuntimeLog.WorkerBroke(_log, Pid, _start.Deployment.Key, failure.Message);
            _process.Kill();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // The worker is gone; its process tells.
        }
    }

    private void Keep((string Name, byte[] Code) module)
    {
        try
        {
            _bytecode.Keep(_start.Deployment.CodeTree, _start.Deployment.Uid, module.Name, module.Code);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            RuntimeLog.BytecodeNotKept(_log, module.Name, _start.Deployment.Key, failure.Message);
        }
    }

    private void Log(AppLogLine line)
    {
        Action<ILogger, string, string> log = line.Level switch
        {
            AppLogLevel.Debug => RuntimeLog.AppDebug,
            AppLogLevel.Info => RuntimeLog.AppInfo,
            AppLogLevel.Warning => RuntimeLog.AppWarning,
            AppLogLevel.Error => RuntimeLog.AppError,
            _ => RuntimeLog.AppCritical,
        };
        log(_log, _start.Deployment.Key, line.Text);
    }
}
