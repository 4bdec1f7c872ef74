using Microsoft.Extensions.Logging;

namespace Actors.Runtimes;

/// <summary>What runtimes/ logs; event ids 2000 to 2999.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(2000, LogLevel.Debug, "Interpreter {Path} is left out: {Reason}")]
    public static partial void InterpreterIgnored(ILogger log, string path, string reason);

    [LoggerMessage(2100, LogLevel.Debug, "Zygote of {Runtime} is ready: process {Pid}, Python {Python}, {Modules} modules, {Milliseconds} ms")]
    public static partial void ZygoteReady(ILogger log, string runtime, int pid, string python, int modules, long milliseconds);

    [LoggerMessage(2101, LogLevel.Warning, "Zygote of {Runtime} (process {Pid}) ended: {Reason}; the next one starts in {Milliseconds} ms")]
    public static partial void ZygoteEnded(ILogger log, string runtime, int pid, string reason, long milliseconds);

    [LoggerMessage(2102, LogLevel.Warning, "Zygote of {Runtime}: {Line}")]
    public static partial void ZygoteLine(ILogger log, string runtime, string line);

    [LoggerMessage(2103, LogLevel.Error, "Zygote of {Runtime} could not be started; the next try is in {Milliseconds} ms: {Reason}")]
    public static partial void ZygoteFailed(ILogger log, string runtime, long milliseconds, string reason);

    [LoggerMessage(2104, LogLevel.Warning, "A connection to the workers' socket was refused: {Reason}")]
    public static partial void ConnectionRefused(ILogger log, string reason);

    [LoggerMessage(2105, LogLevel.Warning, "Process {Pid} is left over from an earlier life of this data directory and was killed")]
    public static partial void LeftoverKilled(ILogger log, int pid);

    [LoggerMessage(2110, LogLevel.Error, "Runtime {Runtime} cannot serve: {Reason}")]
    public static partial void RehearsalFailed(ILogger log, string runtime, string reason);

    [LoggerMessage(2200, LogLevel.Debug, "Worker {Pid} of {Version} is ready after {Microseconds} us")]
    public static partial void WorkerReady(ILogger log, int pid, string version, long microseconds);

    [LoggerMessage(2201, LogLevel.Debug, "Worker {Pid} of {Version} {End}")]
    public static partial void WorkerEnded(ILogger log, int pid, string version, string end);

    [LoggerMessage(2206, LogLevel.Warning, "The compiled code {Name} of {Version} is not kept, so that later instances compile it again: {Reason}")]
    public static partial void BytecodeNotKept(ILogger log, string name, string version, string reason);

    [LoggerMessage(2202, LogLevel.Error, "Worker {Pid} of {Version} broke the protocol and is killed: {Reason}")]
    public static partial void WorkerBroke(ILogger log, int pid, string version, string reason);

    [LoggerMessage(2203, LogLevel.Error, "API call {Service}.{Method} of {Version} failed inside the platform")]
    public static partial void ApiCallFailed(ILogger log, string service, string method, string version, Exception failure);

    [LoggerMessage(2210, LogLevel.Debug, "{Version}: {Text}")]
    public static partial void AppDebug(ILogger log, string version, string text);

    [LoggerMessage(2211, LogLevel.Information, "{Version}: {Text}")]
    public static partial void AppInfo(ILogger log, string version, string text);

    [LoggerMessage(2212, LogLevel.Warning, "{Version}: {Text}")]
    public static partial void AppWarning(ILogger log, string version, string text);

    [LoggerMessage(2213, LogLevel.Error, "{Version}: {Text}")]
    public static partial void AppError(ILogger log, string version, string text);

    [LoggerMessage(2214, LogLevel.Critical, "{Version}: {Text}")]
    public static partial void AppCritical(ILogger log, string version, string text);

    [LoggerMessage(2300, LogLevel.Warning, "Changes under {Directory} cannot be watched ({Reason}): every request looks at all files instead")]
    public static partial void WatchFallsBack(ILogger log, string directory, string reason);
}
