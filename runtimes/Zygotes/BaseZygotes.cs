using System.Collections.Concurrent;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Sandbox;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Zygotes;

/// <summary>The base zygotes, one per interpreter that is in use, and one more per framework that is in use with it.</summary>
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
    private readonly ConcurrentDictionary<(string Interpreter, string? Framework), Lazy<BaseZygote>> _zygotes = new();

    /// <summary>What there is to choose from.</summary>
    public InterpreterSet Interpreters => interpreters;

    /// <summary>The zygote of an interpreter; it starts when it is first asked.</summary>
    /// <param name="interpreter">Which Python it is.</param>
    /// <param name="framework">What it has loaded for all versions that use it; null: nothing but what all apps need.</param>
    public BaseZygote Of(Interpreter interpreter, string? framework = null) => _zygotes.GetOrAdd(
        (interpreter.Path, framework), _ => new Lazy<BaseZygote>(() => new BaseZygote(interpreter, framework, program, listener, isWatched, sandbox, options, time, log))).Value;

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(_zygotes.Values.Select(zygote => zygote.Value.DisposeAsync().AsTask())).ConfigureAwait(false);
}
