using System.Globalization;

namespace Actors.Gateway.Requests;

/// <summary>What tells a request from all others of this process.</summary>
/// <param name="Number">From 1 on; 0 for none.</param>
/// <param name="Microseconds">When it was encoded, since 1970.</param>
internal readonly record struct RequestId(long Number, long Microseconds);

/// <summary>Makes request ids: 64 hexadecimal digits of which the first 16 are the time, so that they sort by it, and the rest make them unique.</summary>
/// <param name="time">The clock.</param>
/// <param name="seed">Chosen at random for each start of the process; tells its ids from those of other processes.</param>
internal sealed class RequestIds(TimeProvider time, UInt128 seed)
{
    /// <summary>Characters of a log id.</summary>
    public const int LogIdLength = 64;

    /// <summary>Characters of a hash.</summary>
    public const int HashLength = 8;

    private static readonly uint[] Crc = BuildTable();
    private readonly string _seed = seed.ToString("x32", CultureInfo.InvariantCulture);
    private readonly ulong _high = (ulong)(seed >> 64);
    private readonly ulong _low = (ulong)seed;
    private long _last;

    /// <summary>The next number; unique in this process.</summary>
    public long Next() => Interlocked.Increment(ref _last);

    /// <summary>The id of a request that is encoded now.</summary>
    /// <param name="number">From <see cref="Next"/>.</param>
    public RequestId Now(long number) => At(number, time.GetUtcNow());

    /// <summary>The id of a request.</summary>
    public static RequestId At(long number, DateTimeOffset moment) => new(number, (moment - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Writes the log id of a request.</summary>
    /// <param name="id">Its number and time.</param>
    /// <param name="logId">Room for <see cref="LogIdLength"/> characters.</param>
    public void WriteLogId(RequestId id, Span<char> logId)
    {
        id.Microseconds.TryFormat(logId, out _, "x16", CultureInfo.InvariantCulture);
        id.Number.TryFormat(logId[16..], out _, "x16", CultureInfo.InvariantCulture);
        _seed.CopyTo(logId[32..]);
    }

    /// <summary>A trace and a span for a request: different for each, and as good as random in their bits, which is what samplers look at.</summary>
    /// <param name="number">From <see cref="Next"/>.</param>
    public (UInt128 Trace, ulong Span) Trace(long number)
    {
        var high = Mix(_high + (ulong)number * 3);
        var low = Mix(_low + ((ulong)number * 3) + 1);
        return (new UInt128(high, low | 1), Mix(high ^ low) | 1);
    }

    // The finalizer of SplitMix64: a bijection, so what differs stays different.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>Writes the CRC-32 of a log id as 8 upper-case digits, as the runtime library derives it.</summary>
    public static void WriteHash(ReadOnlySpan<char> logId, Span<char> hash)
    {
        var crc = uint.MaxValue;
        foreach (var c in logId)
            crc = Crc[(crc ^ c) & 0xFF] ^ (crc >> 8);
        (~crc).TryFormat(hash, out _, "X8", CultureInfo.InvariantCulture);
    }

    private static uint[] BuildTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
            table[i] = value;
        }

        return table;
    }
}
