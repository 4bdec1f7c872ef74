using Actors.Runtimes.Limits;

namespace Actors.Runtimes.Tests.Limits;

/// <summary>Two processors, used up unless they are said to be idle; each process uses as much of them as it is told.</summary>
internal sealed class FakeCpuTimes(TimeProvider time) : ICpuTimes
{
    private const int Machine = -1;
    private readonly Dictionary<int, (double Processors, TimeSpan Before, long Since)> _processes = [];

    public int Processors => 2;

    /// <summary>Of how many processes somebody wanted to know.</summary>
    public int Asked { get; private set; }

    public TimeSpan? Of(int pid)
    {
        Asked++;
        return At(pid);
    }

    private TimeSpan? At(int pid) => _processes.TryGetValue(pid, out var known) ? known.Before + (known.Processors * time.GetElapsedTime(known.Since)) : null;

    public TimeSpan? Idle() => At(Machine) ?? TimeSpan.Zero;

    public void Dispose()
    {
    }

    /// <summary>From now on nobody uses so many processors.</summary>
    public void LeaveIdle(double processors) => Use(Machine, processors);

    /// <summary>From now on a process uses so many processors.</summary>
    public void Use(int pid, double processors) => _processes[pid] = (processors, At(pid) ?? TimeSpan.Zero, time.GetTimestamp());
}
