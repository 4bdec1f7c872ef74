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
