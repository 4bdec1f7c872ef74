using System.Globalization;

namespace Actors.Grains.Apps;

/// <summary>What was counted of one side of a canary in its present step.</summary>
/// <param name="Requests">Requests that the app was asked for.</param>
/// <param name="Errors">Those answered with a 5xx status.</param>
/// <param name="Latencies">How many took how long, by <see cref="LatencyScale"/>.</param>
internal sealed record CanaryCounts(long Requests, long Errors, IReadOnlyList<long> Latencies)
{
    /// <summary>Nothing.</summary>
    public static CanaryCounts None { get; } = new(0, 0, []);

    /// <summary>The part that failed.</summary>
    public double ErrorRate => Requests == 0 ? 0 : (double)Errors / Requests;

    /// <summary>Requests whose latency is known.</summary>
    public long Timed => Latencies.Sum();

    /// <summary>The latency that a part of the requests stay below.</summary>
    public TimeSpan Quantile(double part) => LatencyScale.Quantile(Latencies, part);

    /// <summary>Adds what other gateways or versions counted.</summary>
    public static CanaryCounts Sum(IEnumerable<VersionCounts> counts)
    {
        var (requests, errors, latencies) = (0L, 0L, new long[LatencyScale.Count]);
        foreach (var each in counts)
        {
            (requests, errors) = (requests + each.Requests, errors + each.Errors);
            for (var band = 0; band < Math.Min(each.Latencies.Count, latencies.Length); band++)
                latencies[band] += each.Latencies[band];
        }

        return new CanaryCounts(requests, errors, latencies);
    }
}

/// <summary>What to do with a canary.</summary>
internal enum CanaryVerdict
{
    /// <summary>The step goes on.</summary>
    Wait,

    /// <summary>The next step begins.</summary>
    Advance,

    /// <summary>The traffic goes back to what it was.</summary>
    GoBack,
}

/// <summary>
/// Judges a canary. Pure. In this order:
/// <code>
/// 1  errors above the limit        back, as soon as it is certain: more errors than the limit allows for all requests that the step needs
/// 2  more errors than the old      back: half a percentage point more, and four standard errors
/// 3  slower than the old           back: its 95th percentile, reckoned three standard errors too low, above the old one's, reckoned as much too high, by a tenth and 5 ms
/// 4  not long enough, too few      wait; a step with too few requests waits up to ten times its length, then back: what nobody uses is not promoted
/// 5  otherwise                     the next step
/// </code>
/// 2 and 3 need the minimum of requests on both sides. The margins keep chance from sending a version back, also when it is looked at every second.
/// </summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Why">In a sentence.</param>
internal readonly record struct CanaryDecision(CanaryVerdict Verdict, string Why)
{
    private const double StandardErrors = 4;
    private const double LatencyStandardErrors = 3;
    private const double MinErrorDifference = 0.005;
    private const double SlowerBy = 1.1;
    private const int Patience = 10;
    private static readonly TimeSpan SlowerByAtLeast = TimeSpan.FromMilliseconds(5);

    /// <summary>Decides.</summary>
    /// <param name="plan">The limits.</param>
    /// <param name="stepLength">How long a step lasts at least.</param>
    /// <param name="elapsed">How long this one has lasted.</param>
    /// <param name="old">What was counted of the versions that are to be replaced, in this step.</param>
    /// <param name="fresh">What was counted of the new one.</param>
    public static CanaryDecision Decide(CanaryPlan plan, TimeSpan stepLength, TimeSpan elapsed, CanaryCounts old, CanaryCounts fresh)
    {
        // 1: one error alone is no rate, unless none is allowed.
        var needed = Needed(plan);
        if (fresh.Errors > plan.MaxErrorRate * Math.Max(fresh.Requests, needed) && fresh.Errors >= (plan.MaxErrorRate == 0 ? 1 : 2))
            return Back($"{fresh.Errors} of its {fresh.Requests} requests failed, {Percent(fresh.ErrorRate)}; allowed are {Percent(plan.MaxErrorRate)}.");

        if (fresh.Requests >= plan.MinRequests && old.Requests >= plan.MinRequests)
        {
            // 2
            var together = (double)(fresh.Errors + old.Errors) / (fresh.Requests + old.Requests);
            var error = Math.Sqrt(together * (1 - together) * ((1.0 / fresh.Requests) + (1.0 / old.Requests)));
            var difference = fresh.ErrorRate - old.ErrorRate;
            if (difference > MinErrorDifference && difference > StandardErrors * error)
                return Back($"{Percent(fresh.ErrorRate)} of its requests failed, against {Percent(old.ErrorRate)} of the old version's.");
        }

        if (fresh.Timed >= plan.MinRequests && old.Timed >= plan.MinRequests)
        {
            // 3
            var atLeast = fresh.Quantile(0.95 - Margin(fresh.Timed));
            var atMost = old.Quantile(0.95 + Margin(old.Timed));
            if (atLeast > (atMost * SlowerBy) + SlowerByAtLeast)
                return Back($"Its 95th percentile of latency is {Milliseconds(fresh.Quantile(0.95))}, against {Milliseconds(old.Quantile(0.95))} of the old version's.");
        }

        // 4
        var few = fresh.Requests < needed;
        if (elapsed < stepLength)
            return new CanaryDecision(CanaryVerdict.Wait, $"{fresh.Requests} requests, {Percent(fresh.ErrorRate)} of them failed.");
        if (few && elapsed >= stepLength * Patience)
            return Back($"It had {fresh.Requests} requests in {elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s, and a judgement needs {needed}.");
        return few
            ? new CanaryDecision(CanaryVerdict.Wait, $"{fresh.Requests} requests so far; the step ends when there are {needed}.")
            : new CanaryDecision(CanaryVerdict.Advance, $"{fresh.Requests} requests, {Percent(fresh.ErrorRate)} of them failed."); // 5
    }

    /// <summary>Requests that a step needs: the minimum, and so many that the limit allows one error.</summary>
    private static long Needed(CanaryPlan plan) => plan.MaxErrorRate > 0 ? Math.Max(plan.MinRequests, (long)Math.Min(Math.Ceiling(1 / plan.MaxErrorRate), 10_000)) : plan.MinRequests;

    /// <summary>Three standard errors of the rank of a 95th percentile.</summary>
    private static double Margin(long count) => LatencyStandardErrors * Math.Sqrt(0.95 * 0.05 / count);

    private static CanaryDecision Back(string why) => new(CanaryVerdict.GoBack, why);

    private static string Percent(double part) => FormattableString.Invariant($"{part * 100:0.##} %");

    private static string Milliseconds(TimeSpan time) => FormattableString.Invariant($"{time.TotalMilliseconds:0.#} ms");
}
