using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Actors.Sandbox.Tests;

/// <summary>What the kernel says of a file; a link is not followed.</summary>
/// <param name="Mode">Kind and rights.</param>
/// <param name="User">Owner.</param>
/// <param name="Group">Group.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Inode">Its number.</param>
/// <param name="Changed">Seconds and nanoseconds of the last change to it or to what is said here.</param>
internal sealed partial record FileStatus(int Mode, uint User, uint Group, ulong Size, ulong Inode, (long, uint) Changed)
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStatistics = 0x7FF;
    private const int Size256 = 256;

    /// <summary>Of a path; null when there is nothing.</summary>
    public static FileStatus? Of(string path)
    {
        // struct statx, the same on all processors.
        Span<byte> found = stackalloc byte[Size256];
        if (Statx(CurrentDirectory, path, NoFollow, BasicStatistics, ref MemoryMarshal.GetReference(found)) != 0)
            return null;
        return new FileStatus(
            BinaryPrimitives.ReadUInt16LittleEndian(found[28..]),
            BinaryPrimitives.ReadUInt32LittleEndian(found[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(found[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(found[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(found[32..]),
            (BinaryPrimitives.ReadInt64LittleEndian(found[96..]), BinaryPrimitives.ReadUInt32LittleEndian(found[104..])));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToString(Mode, 8)} {User} {Group} {Size} {Inode} {Changed}");

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte found);
}
