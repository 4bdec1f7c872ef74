using System.Buffers.Text;
using Actors.Grains.Workers;

namespace Actors.Runtimes.Limits;

/// <summary>
/// How busy this machine's processors are, from <c>/proc/stat</c>, and whether memory or the silo's descriptors run short: looked at twice a second at most, whoever asks and how often.
/// </summary>
/// <param name="openFiles">What the silo has open.</param>
/// <param name="time">The clock.</param>
internal sealed class MachineLoad(OpenFiles openFiles, TimeProvider time) : IMachineLoad
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private readonly Lock _reading = new();
    private long _read;
    private (long Busy, long Total)? _before;
    private double _busy;
    private string? _shortOf;

    /// <inheritdoc/>
    public double Busy
    {
        get
        {
            lock (_reading)
            {
                Look();
                return _busy;
            }
        }
    }

    /// <inheritdoc/>
    public string? ShortOf
    {
        get
        {
            lock (_reading)
            {
                Look();
                return _shortOf;
            }
        }
    }

    /// <summary>What meminfo says is left, when that is less than a sixteenth of all; null when it is not.</summary>
    public static string? ShortOfMemory(ReadOnlySpan<byte> meminfo)
    {
        const int KilobytesPerMegabyte = 1024;
        return Kilobytes(meminfo, "MemTotal:"u8) is { } total && Kilobytes(meminfo, "MemAvailable:"u8) is { } left && left < total / 16
            ? FormattableString.Invariant($"memory ({left / KilobytesPerMegabyte} of {total / KilobytesPerMegabyte} MB are left)")
            : null;
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

    private static long? Kilobytes(ReadOnlySpan<byte> meminfo, ReadOnlySpan<byte> name)
    {
        var at = meminfo.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(meminfo[(at + name.Length)..].TrimStart((byte)' '), out long value, out _) ? value : null;
    }

    private void Look()
    {
        if (_before is not null && time.GetElapsedTime(_read) < Period)
        {
            return;
        }

        Span<byte> text = stackalloc byte[256];
        _read = time.GetTimestamp();
        Update(Read(ProcFile.Beginning("/proc/stat", text)));
        _shortOf = openFiles.IsShort
            ? FormattableString.Invariant($"descriptors ({openFiles.UsedWithoutClients} are in use beside those of clients, {openFiles.MostWithoutClients} may be)")
            : ShortOfMemory(ProcFile.Beginning("/proc/meminfo", text));
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
