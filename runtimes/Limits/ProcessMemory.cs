using System.Buffers.Text;

namespace Actors.Runtimes.Limits;

/// <summary>The private memory of a process: what is resident and not from files. Costs about 20 us, where the proportional set size costs ten times that.</summary>
internal static class ProcessMemory
{
    private static readonly long _page = Environment.SystemPageSize;

    /// <summary>Bytes, or null when the process is gone.</summary>
    public static long? Private(int pid)
    {
        Span<byte> text = stackalloc byte[128];
        return Read(ProcFile.Beginning($"/proc/{pid}/statm", text));
    }

    /// <summary>Bytes, from a line of statm: pages in all, resident, shared, and more.</summary>
    public static long? Read(ReadOnlySpan<byte> statm)
    {
        Span<long> numbers = stackalloc long[3];
        foreach (ref var number in numbers)
        {
            if (!Utf8Parser.TryParse(statm, out number, out var used))
            {
                return null;
            }

            statm = statm[Math.Min(used + 1, statm.Length)..];
        }

        return (numbers[1] - numbers[2]) * _page;
    }
}
