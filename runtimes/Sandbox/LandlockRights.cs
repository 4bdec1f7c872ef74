using System.Buffers.Binary;

namespace Actors.Runtimes.Sandbox;

/// <summary>The rights that one version of Landlock knows. All of them are taken away, so that what is not given back by a rule is refused.</summary>
/// <param name="abi">The kernel's version, 0 for none.</param>
internal sealed class LandlockRights(int abi)
{
    private const ulong Execute = 1, WriteFile = 1 << 1, ReadFile = 1 << 2, ReadDirectory = 1 << 3, MakeCharacterDevice = 1 << 6, MakeSocket = 1 << 9, MakeBlockDevice = 1 << 11;
    private const ulong Refer = 1 << 13, Truncate = 1 << 14, DeviceControl = 1 << 15, ConnectSocket = 1 << 16;
    private const ulong First = (1 << 13) - 1;

    /// <summary>All rights to files.</summary>
    public ulong Files => First | (abi >= 2 ? Refer : 0) | (abi >= 3 ? Truncate : 0) | (abi >= 5 ? DeviceControl : 0) | (abi >= 9 ? ConnectSocket : 0);

    /// <summary>Reading what lies below a directory.</summary>
    public static ulong ReadBelow => ReadFile | ReadDirectory;

    /// <summary>Reading one file.</summary>
    public static ulong Read => ReadFile;

    /// <summary>Reading and writing one file, such as /dev/null.</summary>
    public ulong ReadAndWrite => ReadFile | WriteFile | (abi >= 3 ? Truncate : 0);

    /// <summary>A temp directory: everything but programs, devices and sockets.</summary>
    public ulong Temp => Files & ~(Execute | MakeCharacterDevice | MakeBlockDevice | MakeSocket | DeviceControl | ConnectSocket);

    /// <summary>struct landlock_ruleset_attr, as long as this version knows it: files; TCP, unless the app has sockets of its own; signals and abstract sockets.</summary>
    public byte[] Attributes(bool sockets)
    {
        var attributes = new byte[abi >= 6 ? 24 : abi >= 4 ? 16 : 8];
        BinaryPrimitives.WriteUInt64LittleEndian(attributes, Files);
        if (abi >= 4)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(attributes.AsSpan(8), sockets ? 0u : 3u);
        }

        if (abi >= 6)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(attributes.AsSpan(16), 3);
        }

        return attributes;
    }
}
