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
        var (forWaiting, whyWaiting) = ForWaiting(settings, now);
        var (wanted, whyWanted) = Wanted(settings, now, parameters);
        var forLoad = now.MachineBusy < parameters.Saturated || total < Least(settings, now) ? Math.Max(0, wanted - total) : 0;
        var start = Math.Min(Math.Max(forWaiting, forLoad), Math.Max(0, now.Limit - total));
        if (start > 0)
            return new ScalingDecision(start, [], forWaiting >= forLoad ? whyWaiting : whyWanted);
        return now.Pending > 0 ? ScalingDecision.Nothing : Surplus(settings, now, idleTimeout, parameters);
    }

    private static (int Count, string Why) ForWaiting(ScalingSettings settings, in ScalingSnapshot now)
    {
        var starting = now.Instances.Count(instance => instance.IsStarting);
        var serving = now.Instances.Count - starting;
        var uncovered = now.Pending - (starting * now.SlotsPerInstance);
        if (uncovered <= 0)
            return (0, "");
        var needed = Divide(uncovered, now.SlotsPerInstance);
        if (serving == 0)
            return (needed, $"{Requests(now.Pending)} and no instance serves");
        if (settings.MinPendingLatency is { } least && now.OldestWait < least)
            return (0, "");
        var most = settings.MaxPendingLatency ?? TimeSpan.FromSeconds(1);
        if (now.OldestWait > most)
            return (needed, $"{Requests(now.Pending)}, the first for {Milliseconds(now.OldestWait)} ms");

        // What the slots that there are will have taken by the time a new instance could.
        var perSecond = serving * now.SlotsPerInstance / Math.Max(now.Recent.ServiceTime.TotalSeconds, 0.0001);
        var left = uncovered - (perSecond * now.Recent.StartTime.TotalSeconds);
        if (left <= 0)
            return (0, "");
        var count = Math.Min(needed, Divide(left, now.SlotsPerInstance));
        return (count, $"{Requests(now.Pending)}, and a start takes {Milliseconds(now.Recent.StartTime)} ms, less than to wait for a slot");
    }

    private static (int Count, string Why) Wanted(ScalingSettings settings, in ScalingSnapshot now, ScalingParameters parameters)
    {
        var byThroughput = Divide(now.Recent.Concurrency, now.SlotsPerInstance * settings.TargetThroughput);
        var cpu = now.Instances.Sum(instance => instance.Cpu);
        var byCpu = now.Instances.Count == 0 ? 0 : Divide(cpu, settings.TargetCpu);
        var idle = now.HasTraffic ? settings.MinIdleInstances ?? 0 : 0;
        var least = Least(settings, now);
        var wanted = Math.Max(Math.Max(byThroughput, byCpu) + idle, least);
        var why = wanted == least && least > Math.Max(byThroughput, byCpu) + idle ? $"min_instances is {least}"
            : byCpu > byThroughput ? FormattableString.Invariant($"the instances use {cpu:0.0} processors, and each is to use at most {settings.TargetCpu:0.##}")
            : FormattableString.Invariant($"{now.Recent.Concurrency:0.0} requests at a time of late, and an instance is to have at most {now.SlotsPerInstance * settings.TargetThroughput:0.#}");
        return (wanted, idle > 0 ? $"{why}; min_idle_instances is {idle}" : why);
    }

    private static int Least(ScalingSettings settings, in ScalingSnapshot now) => now.HasTraffic ? settings.MinInstances : 0;

    private static ScalingDecision Surplus(ScalingSettings settings, in ScalingSnapshot now, TimeSpan idleTimeout, ScalingParameters parameters)
    {
        var current = now;
        var idleSince = (InstanceLoad instance) => instance.LastActive > instance.Since ? instance.LastActive : instance.Since;
        var idle = now.Instances.Where(instance => !instance.IsStarting && instance.InFlight == 0).OrderBy(idleSince).ToArray();
        var least = Least(settings, now) + (now.HasTraffic ? settings.MinIdleInstances ?? 0 : 0);
        var window = parameters.PeakWindow(now.Recent.StartTime);

        // Load in the last window is worth an instance; one that had none at all is kept for the idle time.
        var needed = Math.Max(Divide(now.Recent.Peak, now.SlotsPerInstance * settings.TargetThroughput), Divide(now.Instances.Sum(instance => instance.Cpu), settings.TargetCpu));
        var kept = Math.Max(Math.Max(needed + (now.HasTraffic ? settings.MinIdleInstances ?? 0 : 0), least), 1);
        var over = now.Instances.Count - kept;
        if (over > 0)
        {
            var drained = now.Instances
                .Where(instance => !instance.IsStarting && current.Now - instance.Since >= window)
                .OrderBy(instance => instance.InFlight).ThenBy(idleSince).Take(over).Select(instance => instance.Id).ToArray();
            if (drained.Length > 0)
                return new ScalingDecision(0, drained, FormattableString.Invariant($"{kept} are enough: at most {now.Recent.Peak:0.0} requests at a time in the last {window.TotalSeconds:0} s"));
        }

        var overdue = idle.Where(instance => current.Now - idleSince(instance) >= idleTimeout).Take(Math.Max(0, now.Instances.Count - least)).Select(instance => instance.Id).ToArray();
        return overdue.Length == 0 ? ScalingDecision.Nothing : new ScalingDecision(0, overdue, FormattableString.Invariant($"no request for {idleTimeout.TotalSeconds:0.#} s"));
    }

    private static int Divide(double load, double capacity) => (int)Math.Ceiling((load / capacity) - 1e-9);

    private static string Requests(int count) => count == 1 ? "1 request waits" : $"{count} requests wait";

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
