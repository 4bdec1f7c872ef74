namespace Actors.Bench.Scaling;

/// <summary>
/// Knative's autoscaler as it is published, with its default parameters: a decision every 2 s; mean concurrency over a stable window of 60 s and a panic window of 6 s; 70 % of an instance's
/// slots as the target; panic when the short window wants twice what is there, and for as long as the stable window no instance fewer; at most a tenfold hundred more, at most half fewer;
/// to zero after the stable window and a grace of 30 s. From zero the activator asks for a decision at once.
/// </summary>
internal sealed class KnativeRule : IScaler
{
    private const double Tick = 2, Stable = 60, Panic = 6, Target = 0.7, PanicThreshold = 2, MostUp = 1000, MostDown = 2, Grace = 30;
    private readonly Queue<(double At, double Concurrency)> _samples = new();
    private double _sampled, _requestSeconds, _ticked, _panicSince = double.NegativeInfinity, _zeroSince = double.NaN;
    private int _panicMost;

    public string Name => "Knative";

    public void Look(Fleet fleet)
    {
        if (fleet.Now - _sampled >= 1)
        {
            _samples.Enqueue((fleet.Now, (fleet.RequestSeconds - _requestSeconds) / (fleet.Now - _sampled)));
            (_sampled, _requestSeconds) = (fleet.Now, fleet.RequestSeconds);
            while (_samples.Peek().At <= fleet.Now - Stable)
                _samples.Dequeue();
        }

        var poked = fleet.Instances.Count == 0 && fleet.Pending > 0;
        if (poked)
            _samples.Enqueue((fleet.Now, fleet.Pending));
        if (!poked && fleet.Now - _ticked < Tick)
            return;
        _ticked = fleet.Now;
        Decide(fleet);
    }

    private void Decide(Fleet fleet)
    {
        var target = fleet.Scenario.Slots * Target;
        var ready = Math.Max(1, fleet.Serving);
        var stable = Wanted(fleet.Now - Stable, target, ready);
        var panic = Wanted(fleet.Now - Panic, target, ready);
        if ((double)panic / ready >= PanicThreshold)
        {
            if (!IsPanicking(fleet.Now))
                _panicMost = 0;
            _panicSince = fleet.Now;
        }

        var wanted = stable;
        if (IsPanicking(fleet.Now))
            wanted = _panicMost = Math.Max(_panicMost, Math.Max(panic, fleet.Instances.Count));
        if (wanted > 0)
            _zeroSince = double.NaN;
        else if (double.IsNaN(_zeroSince))
            _zeroSince = fleet.Now;
        if (wanted == 0 && fleet.Now - _zeroSince < Grace)
            wanted = Math.Min(1, fleet.Instances.Count);
        if (wanted > fleet.Instances.Count)
            fleet.Start(wanted - fleet.Instances.Count);
        else
            fleet.Drain([.. fleet.Instances.OrderBy(instance => !instance.IsStarting).ThenBy(instance => instance.InFlight).Take(fleet.Instances.Count - wanted).Select(instance => instance.Id)]);
    }

    private bool IsPanicking(double now) => now - _panicSince < Stable;

    private int Wanted(double since, double target, int ready)
    {
        var within = _samples.Where(sample => sample.At > since).ToArray();
        if (within.Length == 0)
            return 0;
        var wanted = Math.Ceiling((within.Average(sample => sample.Concurrency) / target) - 1e-9);
        return (int)Math.Clamp(wanted, Math.Floor(ready / MostDown), Math.Ceiling(ready * MostUp));
    }
}
