using Microsoft.Extensions.Logging;

namespace Actors.Grains.Instances;

/// <summary>What happens to instances. Event ids 1200 to 1299.</summary>
internal sealed partial class InstanceLog(ILogger logger)
{
    [LoggerMessage(1200, LogLevel.Information, "{Version}: instance {Instance} started, process {Pid}, ready in {Milliseconds:0.0} ms")]
    public partial void Started(string version, string instance, int pid, double milliseconds);

    [LoggerMessage(1201, LogLevel.Debug, "{Version}: instance {Instance} takes no more requests because {Why}; {InFlight} are still in it")]
    public partial void Draining(string version, string instance, string why, int inFlight);

    [LoggerMessage(1202, LogLevel.Debug, "{Version}: instance {Instance} ended after {Requests} requests")]
    public partial void Ended(string version, string instance, long requests);

    [LoggerMessage(1203, LogLevel.Warning, "{Version}: the worker of instance {Instance} {How}; {InFlight} requests in it failed, the next request gets a new instance")]
    public partial void Died(string version, string instance, string how, int inFlight);

    [LoggerMessage(1204, LogLevel.Debug, "{Version}: the version could not be told what became of instance {Instance}: {Reason}")]
    public partial void EndNotTold(string version, string instance, string reason);

    [LoggerMessage(1205, LogLevel.Warning, "{Version}: instance {Instance} {How}")]
    public partial void Refused(string version, string instance, string how);

    [LoggerMessage(1206, LogLevel.Warning, "{Version}: instance {Instance} had not answered /_ah/warmup after {Seconds:0.0} s; it gets requests now")]
    public partial void StillWarming(string version, string instance, double seconds);

    [LoggerMessage(1207, LogLevel.Warning, "{Version}: what instance {Instance} had to do at its end took longer than {Seconds:0.0} s and is cut off, with {Threads} background threads")]
    public partial void ShutdownCut(string version, string instance, double seconds, int threads);
}
