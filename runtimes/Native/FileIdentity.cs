namespace Actors.Runtimes.Native;

/// <summary>What tells one state of a file from another without reading it.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file's number there.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Seconds">Time of change, seconds since 1970.</param>
/// <param name="Nanoseconds">And nanoseconds.</param>
/// <param name="Mode">Kind and permissions.</param>
/// <param name="Group">The group it belongs to.</param>
internal readonly record struct FileIdentity(ulong Device, ulong Inode, long Size, long Seconds, uint Nanoseconds, ushort Mode, uint Group)
{
    private const int KindMask = 0xF000;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => (Mode & KindMask) == 0x4000;

    /// <summary>Whether it is a regular file.</summary>
    public bool IsFile => (Mode & KindMask) == 0x8000;

    /// <summary>Who may do what with it.</summary>
    public UnixFileMode Permissions => (UnixFileMode)(Mode & 0xFFF);

    /// <summary>Time of change, to the 100 ns that .NET can set.</summary>
    public DateTime Modified => DateTime.UnixEpoch.AddSeconds(Seconds).AddTicks(Nanoseconds / 100);
}
