using System.Buffers.Text;
using Actors.Grains.Workers;

namespace Actors.Runtimes.Limits;

/// <summary>How busy this machine's processors are, from <c>/proc/stat</c>: read at most twice a second, whoever asks and how often.</summary>
/// <param name="time">The clock.</param>
internal sealed class MachineLoad(TimeProvider time) : IMachineLoad
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private readonly Lock _reading = new();
    private long _read;
    private (long Busy, long Total)? _before;
    private double _busy;

    /// <inheritdoc/>
    public double Busy
    {
        get
        {
            lock (_reading)
            {
                if (_before is null || time.GetElapsedTime(_read) >= Period)
                {
                    _read = time.GetTimestamp();
                    Update(ReadFile());
                }

                return _busy;
            }
        }
    }

    /// <summary>Ticks in use and all ticks, from the first line of stat: user, nice, system, idle, waiting for disks, interrupts (two), stolen. Null when it is none.</summary>
    public static (long Busy, long Total)? Read(ReadOnlySpan<byte> stat)
    {
        if (!stat.StartsWith("cpu "u8))
        {
            return null;
        }

        var rest = stat[4..].TrimStart((byte)' ');
        var (idle, total) = (0L, 0L);
        for (var field = 0; field < 8; field++)
        {
            if (!Utf8Parser.TryParse(rest, out long ticks, out var used))
            {
                return null;
            }

            idle += field is 3 or 4 ? ticks : 0;
            total += ticks;
            rest = rest[used..].TrimStart((byte)' ');
        }

        return (total - idle, total);
    }

    private static (long Busy, long Total)? ReadFile()
    {
        Span<byte> text = stackalloc byte[256];
        try
        {
            using var file = File.OpenHandle("/proc/stat");
            return Read(text[..RandomAccess.Read(file, text, 0)]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Update((long Busy, long Total)? now)
    {
        if (_before is { } before && now is { } read && read.Total > before.Total)
        {
            _busy = (double)(read.Busy - before.Busy) / (read.Total - before.Total);
        }

        _before = now;
    }
}
