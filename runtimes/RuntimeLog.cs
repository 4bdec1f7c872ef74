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

    [LoggerMessage(2011, LogLevel.Warning,
        "The silo may have {Limit} files and connections open at a time, of which clients get {Clients} and workers with the silo itself {Workers}; let it have more (`ulimit -n`, or LimitNOFILE of its service)")]
    public static partial void FewDescriptors(ILogger log, long limit, long clients, long workers);

    [LoggerMessage(2104, LogLevel.Warning, "A connection to the workers' socket was refused: {Reason}")]
    public static partial void ConnectionRefused(ILogger log, string reason);

    [LoggerMessage(2105, LogLevel.Warning, "Process {Pid} is left over from an earlier life of this data directory and was killed")]
    public static partial void LeftoverKilled(ILogger log, int pid);

    [LoggerMessage(2120, LogLevel.Debug, "Version zygote of {Version} is ready: process {Pid}, {Modules} modules of libraries, {Milliseconds} ms")]
    public static partial void VersionZygoteReady(ILogger log, string version, int pid, int modules, long milliseconds);

    [LoggerMessage(2121, LogLevel.Debug, "Version zygote of {Version} (process {Pid}) is thrown away: {Reason}")]
    public static partial void VersionZygoteDiscarded(ILogger log, string version, int pid, string reason);

    [LoggerMessage(2122, LogLevel.Information, "{Version} gets no version zygote, so its instances go on starting from the base zygote: {Reason}")]
    public static partial void VersionZygoteUnfit(ILogger log, string version, string reason);

    [LoggerMessage(2123, LogLevel.Warning, "Version zygote of {Version} could not be made; its instances start from the base zygote meanwhile: {Reason}")]
    public static partial void VersionZygoteNotMade(ILogger log, string version, string reason);

    [LoggerMessage(2124, LogLevel.Warning, "Version zygote of {Version} (process {Pid}) is thrown away, and this instance starts from the base zygote: {Reason}")]
    public static partial void VersionZygoteFailed(ILogger log, string version, int pid, string reason);

    [LoggerMessage(2125, LogLevel.Warning, "Version zygote of {Version} (process {Pid}) {End}; its instances start from the base zygote meanwhile")]
    public static partial void VersionZygoteEnded(ILogger log, string version, int pid, string end);

    [LoggerMessage(2126, LogLevel.Warning, "Version zygote of {Version} had forked {Count} processes that nobody asked for; they were killed")]
    public static partial void StraysKilled(ILogger log, string version, int count);

    [LoggerMessage(2127, LogLevel.Information, "There are no version zygotes, so all instances start from base zygotes: {Reason}")]
    public static partial void NoVersionZygotes(ILogger log, string reason);

    [LoggerMessage(2128, LogLevel.Debug, "Version zygote of {Version} does not share {Framework} with other versions: {Reason}")]
    public static partial void FrameworkNotShared(ILogger log, string version, string framework, string reason);

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

    [LoggerMessage(2204, LogLevel.Information, "A request in worker {Pid} of {Version} has exceeded its deadline; its app is told")]
    public static partial void DeadlineCame(ILogger log, int pid, string version);

    [LoggerMessage(2205, LogLevel.Warning, "Worker {Pid} of {Version} {End} before it was ready; another one is started")]
    public static partial void WorkerDiedYoung(ILogger log, int pid, string version, string end);

    [LoggerMessage(2207, LogLevel.Debug, "No {Runtime} process could be forked ahead of the next start, which takes longer now: {Reason}")]
    public static partial void NoSpare(ILogger log, string runtime, string reason);

    [LoggerMessage(2208, LogLevel.Warning, "Process {Pid}, forked ahead, did not become a worker of {Version}: {Reason}; another one is started")]
    public static partial void SpareFailed(ILogger log, int pid, string version, string reason);

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

    [LoggerMessage(2500, LogLevel.Information, "Apps that take the processors from others are not held back, because control groups cannot be used: {Reason}")]
    public static partial void NoGroups(ILogger log, string reason);

    [LoggerMessage(2501, LogLevel.Debug, "Process {Pid} could not be put into the control group of {App}: {Reason}")]
    public static partial void NotPlaced(ILogger log, int pid, string app, string reason);

    [LoggerMessage(2502, LogLevel.Information, "App {App} used {Processors:0.0} processors while others were active, and is held back")]
    public static partial void HeldBack(ILogger log, string app, double processors);

    [LoggerMessage(2503, LogLevel.Information, "App {App} is not held back any more")]
    public static partial void LetGo(ILogger log, string app);

    [LoggerMessage(2504, LogLevel.Information, "Silo and workers interrupt each other when they wake, because the kernel does not let the silo change that (sched_setscheduler): {Reason}")]
    public static partial void NoBatchTasks(ILogger log, string reason);

    [LoggerMessage(2505, LogLevel.Warning, "Runtimes:MergeMemory is on, and the kernel merges nothing: {Obstacle}")]
    public static partial void NothingIsMerged(ILogger log, string obstacle);

    [LoggerMessage(2400, LogLevel.Warning, "Sandbox layer {Layer} is switched off: {Consequence}")]
    public static partial void LayerIsOff(ILogger log, string layer, string consequence);

    [LoggerMessage(2402, LogLevel.Warning, "Workers of {Runtime} have no mounts of their own, since the kernel lets neither root nor users make them here: temp directories are on disk, without a limit of their size")]
    public static partial void NoMounts(ILogger log, string runtime);

    [LoggerMessage(2401, LogLevel.Warning, "The kernel's Landlock is version {Abi}, which does not cover {Gaps}")]
    public static partial void LandlockGaps(ILogger log, int abi, string gaps);

    [LoggerMessage(2300, LogLevel.Warning, "Changes under {Directory} cannot be watched ({Reason}): every request looks at all files instead")]
    public static partial void WatchFallsBack(ILogger log, string directory, string reason);
}
