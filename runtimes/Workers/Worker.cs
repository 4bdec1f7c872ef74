using System.Net.Sockets;
using Actors.Grains;
using Actors.Grains.Workers;
using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Native;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Workers;

/// <summary>A running worker.</summary>
internal sealed class Worker : IWorker, ILimited
{
    // A deadline that does not come; but the clock sees that something runs, and looks at its memory.
    private const long Never = long.MaxValue / 2;
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MemoryPeriod = TimeSpan.FromMilliseconds(100);
    private readonly WorkerProcess _process;
    private readonly WorkerStart _start;
    private readonly PythonGeneration _generation;
    private readonly FrameStream _control;
    private readonly RequestConnection[] _connections;
    private readonly ConnectionStack _free;
    private readonly ConnectionStack _beside;
    private readonly IApiServices _services;
    private readonly KeptBytecode _bytecode;
    private readonly Action<IReadOnlyList<(string Name, string File)>>? _learned;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _gone = new();
    private readonly LimitClock _clock;
    private readonly MemoryLimit _memory;
    private readonly long _memoryPeriod;
    private long _memoryLook;
    private long _memoryLookWithin;
    private readonly Task _reading;
    private long _handled;

    public Worker(
        WorkerProcess process,
        WorkerStart start,
        PythonGeneration generation,
        FrameStream control,
        Socket[] requests,
        SpawnJourney journey,
        IReadOnlyList<string> layers,
        IApiServices services,
        LimitClock clock,
        LimitOptions limits,
        KeptBytecode bytecode,
        Action<IReadOnlyList<(string Name, string File)>>? learned,
        TimeProvider time,
        ILogger log)
    {
        _process = process;
        _start = start;
        _generation = generation;
        _control = control;
        _services = services;
        _bytecode = bytecode;
        _learned = learned;
        _time = time;
        _clock = clock;
        _memory = new MemoryLimit(start.Deployment.MemoryMegabytes);
        _memoryPeriod = limits.Memory ? (long)(MemoryPeriod.TotalSeconds * time.TimestampFrequency) : long.MaxValue / 2;
        _memoryLook = _memoryLookWithin = time.GetTimestamp() + _memoryPeriod;
        _log = log;
        Journey = journey;
        Layers = layers;
        _connections = [.. requests.Select(socket => new RequestConnection(socket, AnswerAsync))];
        _free = new ConnectionStack(_connections[..^start.ConnectionsBeside]);
        _beside = new ConnectionStack(_connections[^start.ConnectionsBeside..]);
        _clock.Add(this);
        _reading = ReadControlAsync();
        Ended = EndAsync();
    }

    /// <inheritdoc/>
    public int Pid => _process.Pid;

    /// <inheritdoc/>
    public SpawnJourney Journey { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Layers { get; }

    /// <inheritdoc/>
    public Task<WorkerEnd> Ended { get; }

    /// <inheritdoc/>
    public ValueTask<WorkerAnswer> HandleAsync(byte[] request, RequestDeadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exchange = ExchangeAsync(_free, request, deadline.Limit > TimeSpan.Zero ? Timestamps(deadline.Limit) : 0, Timestamps(deadline.Grace));

        // Who stops waiting does not stop the app: the connection is free when its answer has come.
        return cancellationToken.CanBeCanceled && !exchange.IsCompleted
            ? new ValueTask<WorkerAnswer>(exchange.AsTask().WaitAsync(cancellationToken))
            : exchange;
    }

    /// <inheritdoc/>
    public ValueTask<WorkerAnswer> HandleBesideAsync(byte[] request) => ExchangeAsync(_beside, request, Never, 0);

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

    /// <inheritdoc/>
    public TimeSpan? Cpu() => Ended.IsCompleted ? null : NativeCalls.ProcessorTime(Pid);

    /// <summary>Kills the process unless it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await Ended.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public bool Look(long now)
    {
        var runs = false;
        for (var index = 0; index < _connections.Length; index++)
        {
            var connection = _connections[index];
            switch (connection.Time.Look(now, out var number))
            {
                case TimeCome.Deadline:
                    _ = StrikeAsync(index + 1, number);
                    connection.AbandonCalls();
                    break;
                case TimeCome.End:
                    _process.Kill("a request in it had exceeded its deadline and did not end");
                    break;
            }

            runs |= connection.Time.IsRunning;
        }

        if (runs && IsMemoryDue(ref _memoryLookWithin, now) && ProcessMemory.Private(Pid) is { } bytes && bytes > _memory.Hard)
        {
            _process.Kill(_memory.HardReason(bytes));
        }

        return runs;
    }

    private bool IsMemoryDue(ref long next, long now)
    {
        var look = Volatile.Read(ref next);
        return now >= look && Interlocked.CompareExchange(ref next, now + _memoryPeriod, look) == look;
    }

    private async Task StrikeAsync(int connection, long number)
    {
        RuntimeLog.DeadlineCame(_log, Pid, _start.Deployment.Key);
        try
        {
            await _control.WriteAsync(FrameKind.Deadline, ControlFrames.Deadline(_generation, connection, number), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // It is gone, and the request with it.
        }
    }

    private WorkerAnswer Answer(byte[] response, ResponseOutcome outcome, bool overran, long now)
    {
        var handled = Interlocked.Increment(ref _handled);
        var isLoadFailure = outcome.Error == ResponseError.LoadFailure;
        if (IsMemoryDue(ref _memoryLook, now) && ProcessMemory.Private(Pid) is { } bytes && bytes > _memory.Soft)
        {
            return new WorkerAnswer(response, "it uses too much memory", _memory.SoftMessage(bytes, handled, _generation), outcome.IsFailure, isLoadFailure);
        }

        var replace = overran ? "a request exceeded its deadline" : isLoadFailure ? "its app could not be loaded" : null;
        return new WorkerAnswer(response, replace, IsError: outcome.IsFailure, IsLoadFailure: isLoadFailure);
    }

    private async ValueTask<WorkerAnswer> ExchangeAsync(ConnectionStack free, byte[] request, long limit, long grace)
    {
        var connection = free.Take() ?? throw new WorkerEndedException(await Ended.ConfigureAwait(false), begun: false);
        var begun = true;
        if (limit > 0)
        {
            connection.Time.Begin(_time.GetTimestamp() + limit, grace);
            _clock.Wake();
        }
        else
        {
            connection.Time.Begin(0, 0);
        }

        try
        {
            var response = await connection.ExchangeAsync(request).ConfigureAwait(false);
            var overran = connection.Time.End();

            // Examined here, where the worker can be killed for it: the gateway may take it for well-formed.
            var outcome = ResponseFrame.Examine(response);
            free.Return(connection);
            return Answer(response, outcome, overran, _time.GetTimestamp());
        }
        catch (FrameException failure)
        {
            RuntimeLog.WorkerBroke(_log, Pid, _start.Deployment.Key, failure.Message);
        }
        catch (RequestNotBegunException)
        {
            begun = false;
        }
        catch (SocketException)
        {
            // Its end of the connection is closed: it is dying, or does not mean to answer.
        }

        _process.Kill();
        var end = await Ended.ConfigureAwait(false);
        connection.Dispose();
        throw new WorkerEndedException(end, begun, connection.Time.HasEndedWorker);
    }

    private long Timestamps(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private async Task<WorkerEnd> EndAsync()
    {
        var end = await _process.Ended.ConfigureAwait(false);
        _clock.Remove(this);

        // What it logged last may still be on the way; the end of the stream follows it at once.
        await _reading.WaitAsync(LastLines, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        RuntimeLog.WorkerEnded(_log, Pid, _start.Deployment.Key, end.Describe());
        await _gone.CancelAsync().ConfigureAwait(false);
        _control.Dispose();
        _free.Close();
        _beside.Close();
        foreach (var connection in _connections)
        {
            connection.End();
        }

        return end;
    }

    private async Task<byte[]> AnswerAsync(ApiCall call, CancellationToken abandoned)
    {
        const int InternalError = 3;
        const int Cancelled = 10;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token, abandoned);
        try
        {
            var reply = await _services.CallAsync(_start, call, either.Token).AsTask().WaitAsync(abandoned).ConfigureAwait(false);
            return reply.ToFrame(_generation, call.CallId);
        }
#pragma warning disable CA1031 // Whatever a service throws, the app gets an answer and the silo's log the reason.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (abandoned.IsCancellationRequested)
            {
                return ApiReply.RpcError(Cancelled, "The request has exceeded its deadline.").ToFrame(_generation, call.CallId);
            }

            if (!either.IsCancellationRequested)
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
                    case FrameKind.Modules when _learned is not null:
                        _learned(ControlFrames.ReadModules(frame.Body));
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
