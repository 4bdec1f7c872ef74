using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Actors.Gateway.Logging;

/// <summary>
/// One app's request log on disk: <c>APP.log</c>, and older ones as <c>APP.log.1</c>, <c>APP.log.2</c>, ... Together they take at most size x files bytes. The file is opened for each
/// piece that is written, so it may be moved or deleted at any time.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="size">Bytes of one file.</param>
/// <param name="files">How many there are at most, the current one included.</param>
internal sealed class RequestFile(string path, long size, int files)
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private bool _endsLine;

    /// <summary>Lines that have not been written.</summary>
    public ArrayBufferWriter<byte> Gathered { get; private set; } = new();

    /// <summary>Requests in <see cref="Gathered"/>.</summary>
    public int Requests { get; set; }

    /// <summary>Requests that could not be written, as no line has said so far.</summary>
    public long Lost { get; set; }

    /// <summary>Forgets what has gathered.</summary>
    public void Clear()
    {
        // One burst must not hold its memory for good.
        if (Gathered.Capacity > 1024 * 1024)
            Gathered = new ArrayBufferWriter<byte>();
        Gathered.ResetWrittenCount();
        Requests = 0;
    }

    /// <summary>Appends whole lines, going on in a new file where one is full.</summary>
    /// <exception cref="IOException">The disk is full, or something is wrong with it. No half line stays behind.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its directory must not be written.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            int taken;
            using (var file = Open())
            {
                var length = RandomAccess.GetLength(file);
                if (!_endsLine && length > 0)
                    length += EndLine(file, length);
                _endsLine = true;
                taken = WholeLines(lines, size - length, isEmpty: length == 0);
                Write(file, lines[..taken], length);
            }

            lines = lines[taken..];
            if (!lines.IsEmpty)
                Rotate();
        }
    }

    private SafeFileHandle Open()
    {
        // .NET has no handle with a mode for new files but through a stream's options.
        var isNew = !File.Exists(path);
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        if (isNew)
            File.SetUnixFileMode(file, Mode);
        return file;
    }

    // An earlier life may have been cut off in the middle of a line.
    private static int EndLine(SafeFileHandle file, long length)
    {
        Span<byte> last = stackalloc byte[1];
        if (RandomAccess.Read(file, last, length - 1) == 1 && last[0] == '\n')
            return 0;
        RandomAccess.Write(file, "\n"u8, length);
        return 1;
    }

    // A line that is longer than a file gets one for itself.
    private static int WholeLines(ReadOnlySpan<byte> lines, long room, bool isEmpty)
    {
        if (lines.Length <= room)
            return lines.Length;
        var fitting = room <= 0 ? 0 : lines[..(int)room].LastIndexOf((byte)'\n') + 1;
        return fitting > 0 || !isEmpty ? fitting : lines.IndexOf((byte)'\n') + 1;
    }

    private static void Write(SafeFileHandle file, ReadOnlySpan<byte> lines, long at)
    {
        try
        {
            RandomAccess.Write(file, lines, at);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(file, at);
            throw;
        }
    }

    private void Rotate()
    {
        for (var surplus = files; File.Exists($"{path}.{surplus}"); surplus++)
            File.Delete($"{path}.{surplus}");
        for (var number = files - 1; number > 1; number--)
        {
            if (File.Exists($"{path}.{number - 1}"))
                File.Move($"{path}.{number - 1}", $"{path}.{number}", overwrite: true);
        }

        if (files > 1)
            File.Move(path, $"{path}.1", overwrite: true);
        else
            File.Delete(path);
    }
}
