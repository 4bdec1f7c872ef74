namespace Actors.Bench.Scaling;

/// <summary>One simulated instance. Times in seconds.</summary>
internal sealed class SimulatedInstance(string id, double began, double ready)
{
    public string Id { get; } = id;

    public double Began { get; } = began;

    public double Ready { get; } = ready;

    public bool IsStarting { get; set; } = true;

    public int InFlight { get; set; }

    public double LastActive { get; set; } = began;
}

/// <summary>The instances of one version and the requests in them: what a scaler sees, and what it may do.</summary>
internal sealed class Fleet(Scenario scenario, Random random)
{
    private readonly List<SimulatedInstance> _instances = [];
    private readonly Queue<(double At, long Count)> _queue = new();
    private readonly double[] _waits = new double[(int)Math.Ceiling(scenario.MostWait / scenario.Step) + 2];
    private int _ids;

    public Scenario Scenario => scenario;

    public double Now { get; private set; }

    public IReadOnlyList<SimulatedInstance> Instances => _instances;

    public int Serving { get; private set; }

    public int Starting => _instances.Count - Serving;

    public long InFlight { get; private set; }

    public long Pending { get; private set; }

    public double OldestWait => _queue.TryPeek(out var oldest) ? Now - oldest.At : 0;

    /// <summary>How many have waited for at least so long.</summary>
    public long PendingFor(double seconds) => _queue.TakeWhile(each => Now - each.At >= seconds).Sum(each => each.Count);

    /// <summary>Integral of requests in instances and waiting, for means.</summary>
    public double RequestSeconds { get; private set; }

    /// <summary>Integral of requests in instances.</summary>
    public double InFlightSeconds { get; private set; }

    public long Ended { get; private set; }

    public double EndedSeconds { get; private set; }

    public List<double> StartTimes { get; } = [];

    public double InstanceSeconds { get; private set; }

    public double WaitSeconds { get; private set; }

    public double IdealSeconds { get; private set; }

    public long Refused { get; private set; }

    public long Lost { get; private set; }

    public int Starts { get; private set; }

    public long Requests { get; private set; }

    public IReadOnlyList<double> Waits => _waits;

    /// <summary>One step: what died, what became ready, what ended, what came, what was taken up.</summary>
    public void Step()
    {
        Now += scenario.Step;
        Crash();
        foreach (var instance in _instances)
        {
            if (!instance.IsStarting || instance.Ready > Now)
                continue;
            instance.IsStarting = false;
            Serving++;
            StartTimes.Add(instance.Ready - instance.Began);
        }

        var ended = Draw.Binomial(random, InFlight, 1 - Math.Exp(-scenario.Step / scenario.Service));
        InFlight -= ended;
        Ended += ended;
        EndedSeconds += ended * scenario.Service;
        var rate = scenario.Rate(Now);
        var came = Draw.Poisson(random, rate * scenario.Step);
        Requests += came;
        Pending += came;
        if (came > 0)
            _queue.Enqueue((Now, came));
        TakeUp();
        Refuse();
        Spread();
        IdealSeconds += rate * scenario.Service / scenario.Slots * scenario.Step;
        InstanceSeconds += _instances.Count * scenario.Step;
        WaitSeconds += Pending * scenario.Step;
        InFlightSeconds += InFlight * scenario.Step;
        RequestSeconds += (InFlight + Pending) * scenario.Step;
    }

    public void Start(int count)
    {
        for (; count > 0 && _instances.Count < scenario.Limit; count--)
        {
            Starts++;
            _instances.Add(new SimulatedInstance($"{_ids++}", Now, Now + (scenario.Start * (0.5 - (0.5 * Math.Log(1 - random.NextDouble()))))));
        }
    }

    /// <summary>Drains instances: their requests end, and cost instance time until then.</summary>
    public void Drain(IReadOnlyCollection<string> ids)
    {
        var gone = ids as ISet<string> ?? ids.ToHashSet();
        foreach (var instance in _instances)
        {
            if (!gone.Contains(instance.Id))
                continue;
            if (!instance.IsStarting)
                Serving--;
            if (instance.InFlight > 0)
                InstanceSeconds += scenario.Service;
        }

        _instances.RemoveAll(instance => gone.Contains(instance.Id));
    }

    private void Crash()
    {
        if (scenario.CrashesPerSecond == 0)
            return;
        foreach (var instance in _instances.ToArray())
        {
            if (instance.IsStarting || random.NextDouble() >= scenario.CrashesPerSecond * scenario.Step)
                continue;
            _instances.Remove(instance);
            Serving--;
            var lost = Math.Min(instance.InFlight, InFlight);
            InFlight -= lost;
            Lost += lost;
        }
    }

    private void TakeUp()
    {
        var free = ((long)Serving * scenario.Slots) - InFlight;
        while (free > 0 && _queue.TryDequeue(out var first))
        {
            var taken = Math.Min(free, first.Count);
            if (taken < first.Count)
                Requeue(first.At, first.Count - taken);
            _waits[Math.Min((int)Math.Round((Now - first.At) / scenario.Step), _waits.Length - 1)] += taken;
            free -= taken;
            InFlight += taken;
            Pending -= taken;
        }
    }

    private void Requeue(double at, long count)
    {
        var rest = _queue.ToArray();
        _queue.Clear();
        _queue.Enqueue((at, count));
        foreach (var each in rest)
            _queue.Enqueue(each);
    }

    private void Refuse()
    {
        while (_queue.TryPeek(out var first) && Now - first.At > scenario.MostWait)
        {
            _queue.Dequeue();
            Refused += first.Count;
            Pending -= first.Count;
            _waits[^1] += first.Count;
        }
    }

    // As the gateway does: to the instance with the fewest, the earlier one where they are even.
    private void Spread()
    {
        if (Serving == 0)
            return;
        var (each, more) = Math.DivRem(InFlight, Serving);
        var place = 0;
        foreach (var instance in _instances)
        {
            if (instance.IsStarting)
                continue;
            instance.InFlight = (int)(each + (place++ < more ? 1 : 0));
            if (instance.InFlight > 0)
                instance.LastActive = Now;
        }
    }
}
