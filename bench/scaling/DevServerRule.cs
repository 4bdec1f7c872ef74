namespace Actors.Bench.Scaling;

/// <summary>
/// The rule of Google's development server, with its default parameters: a request that has waited 0.1 s without an instance starts one; as many are required as the peak of the last 60 s took;
/// one idle instance is kept beyond that; at most one a minute is ended, when more than 1000 are idle.
/// </summary>
internal sealed class DevServerRule : IScaler
{
    private const double MinPending = 0.1, Window = 60, QuitPeriod = 60;
    private const int MinIdle = 1, MaxIdle = 1000;
    private readonly Queue<(double At, long Concurrent)> _peaks = new();
    private double _looked, _quit;
    private long _most;
    private long _startedFor;

    public string Name => "dev server";

    public void Look(Fleet fleet)
    {
        _most = Math.Max(_most, fleet.InFlight + fleet.Pending);

        // Each of those that have waited long enough starts one for itself; how many have is known by the first.
        if (fleet.Pending > 0 && fleet.OldestWait >= MinPending)
        {
            var waiting = fleet.PendingFor(MinPending);
            fleet.Start((int)Math.Max(0, waiting - _startedFor));
            _startedFor = Math.Max(_startedFor, waiting);
        }

        if (fleet.Pending == 0)
            _startedFor = 0;
        if (fleet.Now - _looked < 1)
            return;
        _looked = fleet.Now;
        _peaks.Enqueue((fleet.Now, _most));
        _most = 0;
        while (_peaks.Peek().At <= fleet.Now - Window)
            _peaks.Dequeue();
        var required = (int)Math.Ceiling((double)_peaks.Max(peak => peak.Concurrent) / fleet.Scenario.Slots);
        var idle = fleet.Serving - required;
        if (idle + fleet.Starting < MinIdle)
            fleet.Start(1);
        else if (idle > MaxIdle && fleet.Now - _quit >= QuitPeriod && fleet.Instances.LastOrDefault(instance => !instance.IsStarting && instance.InFlight == 0) is { } last)
        {
            _quit = fleet.Now;
            fleet.Drain([last.Id]);
        }
    }
}
