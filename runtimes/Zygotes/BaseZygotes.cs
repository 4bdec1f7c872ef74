using System.Collections.Concurrent;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Sandbox;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Zygotes;

/// <summary>The base zygotes, one per interpreter that is in use.</summary>
internal sealed class BaseZygotes(
    InterpreterSet interpreters,
    string program,
    WorkerListener listener,
    Func<int, bool> isWatched,
    WorkerSandbox sandbox,
    RuntimeOptions options,
    TimeProvider time,
    ILogger<BaseZygotes> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<BaseZygote>> _zygotes = new(StringComparer.Ordinal);

    /// <summary>What there is to choose from.</summary>
    public InterpreterSet Interpreters => interpreters;

    /// <summary>The zygote of an interpreter; it starts when it is first asked.</summary>
    public BaseZygote Of(Interpreter interpreter) =>
        _zygotes.GetOrAdd(interpreter.Path, _ => new Lazy<BaseZygote>(() => new BaseZygote(interpreter, program, listener, isWatched, sandbox, options, time, log))).Value;

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_zygotes.Values.Select(zygote => zygote.Value.DisposeAsync().AsTask())).ConfigureAwait(false);
}
