using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Sandbox;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Zygotes;

/// <summary>
/// The base zygote of one interpreter, through all its lives: started when first needed, started again when it dies, with a pause that
/// doubles as long as it dies young and has not forked. Workers live on meanwhile.
/// </summary>
internal sealed class BaseZygote : IAsyncDisposable
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _grownUp = TimeSpan.FromSeconds(10);

    private readonly Interpreter _interpreter;
    private readonly string? _framework;
    private readonly string _name;
    private readonly string _program;
    private readonly WorkerListener _listener;
    private readonly WorkerSandbox _sandbox;
    private readonly RuntimeOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<int, bool> _isWatched;
    private readonly Lock _lock = new();
    private TaskCompletionSource<ZygoteProcess> _current = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _living;
    private string? _lastFailure;

    public BaseZygote(
        Interpreter interpreter, string? framework, string program, WorkerListener listener, Func<int, bool> isWatched, WorkerSandbox sandbox, RuntimeOptions options, TimeProvider time, ILogger log)
    {
        _interpreter = interpreter;
        _framework = framework;
        _name = framework is null ? interpreter.Runtime : $"{interpreter.Runtime} with {framework}";
        _program = program;
        _listener = listener;
        _isWatched = isWatched;
        _sandbox = sandbox;
        _options = options;
        _time = time;
        _log = log;
    }

    /// <summary>Why the last start failed, if it did.</summary>
    public string? LastFailure => _lastFailure;

    /// <summary>The zygote that is ready; waits for it, or for the next one, as long as it takes.</summary>
    public Task<ZygoteProcess> GetAsync(CancellationToken cancellationToken)
    {
        Task<ZygoteProcess> current;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            _living ??= Task.Run(LiveAsync, CancellationToken.None);
            current = _current.Task;
        }

        return current.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Task? living;
        lock (_lock)
        {
            _stop.Cancel();
            living = _living;
        }

        if (living is not null)
        {
            await living.ConfigureAwait(false);
        }
    }

    // A life after the other until told to stop.
    private async Task LiveAsync()
    {
        var pause = _options.ZygoteBackOff;
        while (!_stop.IsCancellationRequested)
        {
            var born = _time.GetTimestamp();
            var hasForked = await OneLifeAsync(born, pause).ConfigureAwait(false);
            if (_stop.IsCancellationRequested)
            {
                break;
            }

            pause = hasForked || _time.GetElapsedTime(born) >= _grownUp ? _options.ZygoteBackOff : pause;
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    // Whether it was of use: one that has forked and is killed, however often, does not make requests wait.
    private async Task<bool> OneLifeAsync(long born, TimeSpan pause)
    {
        try
        {
            var process = ZygoteProcess.Start(_interpreter, _framework, _program, _sandbox, _listener, _log);
            await using (process.ConfigureAwait(false))
            {
                var ready = await process.ReadyAsync(_options.ZygoteTimeout, _time).ConfigureAwait(false);
                RuntimeLog.ZygoteReady(_log, _name, process.Pid, ready.Python, ready.Modules, (long)_time.GetElapsedTime(born).TotalMilliseconds);
                if (!process.HasMounts && _sandbox.Has(SandboxLayer.Mounts))
                {
                    RuntimeLog.NoMounts(_log, _name);
                }

                _lastFailure = null;
                _current.SetResult(process);
                await ((Task)process.Ended).WaitAsync(_stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lock (_lock)
                {
                    _current = new TaskCompletionSource<ZygoteProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                if (process.Ended.IsCompletedSuccessfully)
                {
                    RuntimeLog.ZygoteEnded(_log, _name, process.Pid, await process.Ended.ConfigureAwait(false), (long)pause.TotalMilliseconds);
                    Leftovers.ReapUnwatched(_isWatched, Path.GetFileName(_interpreter.Path));
                }

                return process.HasForked;
            }
        }
        catch (Exception failure) when (failure is ZygoteException or IOException or System.ComponentModel.Win32Exception)
        {
            _lastFailure = failure.Message;
            RuntimeLog.ZygoteFailed(_log, _name, (long)pause.TotalMilliseconds, failure.Message);
            return false;
        }
    }
}
