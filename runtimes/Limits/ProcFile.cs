namespace Actors.Runtimes.Limits;

/// <summary>Reads the files of /proc that say how things are now.</summary>
internal static class ProcFile
{
    /// <summary>The beginning of a file, as far as it fits; nothing when it cannot be read, as that of a process which is gone.</summary>
    public static ReadOnlySpan<byte> Beginning(string path, Span<byte> text)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return text[..RandomAccess.Read(file, text, 0)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
