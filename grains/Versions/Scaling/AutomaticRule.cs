namespace Actors.Grains.Versions.Scaling;

/// <summary>
/// Automatic scaling: how many instances to start, which to drain, and why. Without side effects, so that it can be simulated.
/// <code>
/// requests wait        -> as many as hold them, when waiting for a slot would take longer than a start (min and max pending latency bound that)
/// the load of late     -> so many that none is used beyond its target (slots, CPU), and min_idle_instances beside them
/// less than that of late -> those over are drained, the longest idle first; the last ones when they have been idle for the idle time
/// </code>
/// Source: App Engine's description of its scheduler; what it leaves open is decided by cost: an instance is worth its start when requests would wait longer without it.
/// </summary>
internal static class AutomaticRule
{
    /// <summary>Decides.</summary>
    /// <param name="settings">What app.yaml says.</param>
    /// <param name="now">What is the case.</param>
    /// <param name="idleTimeout">An instance without a request for so long ends, unless it is one of those that always run.</param>
    /// <param name="parameters">What the rule is tuned with.</param>
    public static ScalingDecision Decide(ScalingSettings settings, in ScalingSnapshot now, TimeSpan idleTimeout, ScalingParameters parameters)
    {
        var total = now.Instances.Count;
        var (forWaiting, whyWaiting) = ForWaiting(settings, now, parameters);
        var (wanted, whyWanted) = Wanted(settings, now, parameters);
        var forLoad = now.MachineBusy < parameters.Saturated || total < Least(settings, now) ? Math.Max(0, wanted - total) : 0;
        var start = Math.Min(Math.Max(forWaiting, forLoad), Math.Max(0, now.Limit - total));
        if (start > 0)
            return new ScalingDecision(start, [], forWaiting >= forLoad ? whyWaiting : whyWanted);
        return now.Pending > 0 ? ScalingDecision.Nothing : Surplus(settings, now, idleTimeout, parameters);
    }

    private static (int Count, string Why) ForWaiting(ScalingSettings settings, in ScalingSnapshot now, ScalingParameters parameters)
    {
        if (now.Pending == 0)
            return (0, "");
        var starting = now.Starting;
        var serving = now.Instances.Count - starting;

        // How many requests a slot takes up, one after the other, in the time that a start takes.
        var (service, start) = (now.Recent.ServiceTime.TotalSeconds, now.Recent.StartTime.TotalSeconds);
        var turns = service > 0 ? start / service : 0;
        var each = now.SlotsPerInstance * Math.Max(1, turns * parameters.Patience);
        var uncovered = now.Pending - (starting * each);
        if (uncovered <= 0)
            return (0, "");
        var needed = Divide(uncovered, each);
        if (serving == 0)
            return (needed, $"{now.Waiting} and no instance serves");
        if (settings.MinPendingLatency is { } least && now.OldestWait < least)
            return (0, "");
        if (now.OldestWait > (settings.MaxPendingLatency ?? parameters.MaxPendingLatency))
            return (needed, $"{now.Waiting}, the first for {Milliseconds(now.OldestWait)} ms");

        // What the instances that there are will have taken up by the time that a new one could.
        uncovered -= serving * now.SlotsPerInstance * turns;
        return uncovered <= 0
            ? (0, "")
            : (Divide(uncovered, each), $"{now.Waiting}, and a start takes {Milliseconds(now.Recent.StartTime)} ms, less than to wait for a slot");
    }

    private static (int Count, string Why) Wanted(ScalingSettings settings, in ScalingSnapshot now, ScalingParameters parameters)
    {
        var byThroughput = ByThroughput(settings, now.SlotsPerInstance, now.Recent.Concurrency);
        var byCpu = ByCpu(settings, now);
        var idle = now.HasTraffic ? settings.MinIdleInstances ?? 0 : 0;
        var least = Least(settings, now);
        var wanted = Math.Max(Math.Max(byThroughput, byCpu) + idle, least);
        var why = wanted == least && least > Math.Max(byThroughput, byCpu) + idle ? $"min_instances is {least}"
            : byCpu > byThroughput ? FormattableString.Invariant($"the instances use more than {settings.TargetCpu:0.##} of a processor each")
            : FormattableString.Invariant($"{now.Recent.Concurrency:0.0} requests at a time of late, and an instance is to have at most {now.SlotsPerInstance * settings.TargetThroughput:0.#}");
        return (wanted, idle > 0 ? $"{why}; min_idle_instances is {idle}" : why);
    }

    private static int Least(ScalingSettings settings, in ScalingSnapshot now) => now.HasTraffic ? settings.MinInstances : 0;

    private static ScalingDecision Surplus(ScalingSettings settings, in ScalingSnapshot now, TimeSpan idleTimeout, ScalingParameters parameters)
    {
        var (total, time) = (now.Instances.Count, now.Now);
        var window = parameters.PeakWindow(now.Recent.StartTime);
        var (needed, spare) = (NeededOfLate(settings, now), now.HasTraffic ? settings.MinIdleInstances ?? 0 : 0);
        if (settings.MaxIdleInstances is { } most)
            needed = Math.Min(needed, ByThroughput(settings, now.SlotsPerInstance, now.Recent.Concurrency) + most);
        var least = Math.Max(Least(settings, now), spare);

        // The last one stays for the idle time, however little it has to do.
        var kept = Math.Max(Math.Max(needed + spare, least), 1);
        var over = now.Instances.Where(instance => !instance.IsStarting && time - instance.Since >= window)
            .OrderBy(instance => instance.InFlight).ThenBy(static instance => instance.IdleSince).Take(Math.Max(0, total - kept)).Select(instance => instance.Id).ToArray();
        if (over.Length > 0)
            return new ScalingDecision(0, over, FormattableString.Invariant($"{kept} are enough: at most {now.Recent.Peak:0.0} requests at a time in the last {window.TotalSeconds:0} s"));
        return ScalingDecision.DrainIdle(now.IdleFor(idleTimeout).OrderBy(static instance => instance.IdleSince).Take(Math.Max(0, total - least)), idleTimeout);
    }

    private static int NeededOfLate(ScalingSettings settings, in ScalingSnapshot now) =>
        Math.Max(ByThroughput(settings, now.SlotsPerInstance, now.Recent.Peak), ByCpu(settings, now));

    private static int ByThroughput(ScalingSettings settings, int slots, double concurrency) => Divide(concurrency, slots * settings.TargetThroughput);

    private static int ByCpu(ScalingSettings settings, in ScalingSnapshot now)
    {
        var cpu = 0.0;
        foreach (var instance in now.Instances)
            cpu += instance.Cpu;
        return Math.Min(Divide(cpu, settings.TargetCpu), now.Instances.Count + 1);
    }

    private static int Divide(double load, double capacity) => (int)Math.Ceiling((load / capacity) - 1e-9);

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
