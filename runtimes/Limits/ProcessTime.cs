using System.Buffers.Text;

namespace Actors.Runtimes.Limits;

/// <summary>The processor time of a process, all its threads, as the kernel counts it: in hundredths of a second.</summary>
internal static class ProcessTime
{
    private const int TicksPerSecond = 100;

    /// <summary>How much so far, or null when the process is gone.</summary>
    public static TimeSpan? Of(int pid)
    {
        Span<byte> text = stackalloc byte[512];
        try
        {
            using var file = File.OpenHandle($"/proc/{pid}/stat");
            return Read(text[..RandomAccess.Read(file, text, 0)]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>From a line of stat: the 14th and the 15th field. The second is a name that may hold anything but ends with the last parenthesis.</summary>
    public static TimeSpan? Read(ReadOnlySpan<byte> stat)
    {
        var rest = stat[(stat.LastIndexOf((byte)')') + 1)..];
        for (var field = 0; field < 12; field++)
        {
            var space = rest.IndexOf((byte)' ');
            if (space < 0)
            {
                return null;
            }

            rest = rest[(space + 1)..];
        }

        return Utf8Parser.TryParse(rest, out long user, out var used) && used < rest.Length && Utf8Parser.TryParse(rest[(used + 1)..], out long system, out _)
            ? TimeSpan.FromSeconds((double)(user + system) / TicksPerSecond)
            : null;
    }
}
