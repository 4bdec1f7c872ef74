using System.Runtime.InteropServices;
using Actors.Runtimes.Native;

namespace Actors.Runtimes.CodeTrees;

/// <summary>
/// The app's modules as workers compiled them, beside the code tree, so that a later instance need not. A worker is not trusted: what it tells is kept for
/// its own version only, under names of files that this version has, and not without end. For several threads at a time.
/// </summary>
public sealed class KeptBytecode
{
    /// <summary>The most that one module may have: 4 MiB.</summary>
    public const int MostBytesOfModule = 4 << 20;

    /// <summary>The most that is kept of one version: 256 MiB.</summary>
    public const long MostBytesOfVersion = 256L << 20;

    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const int MostCharactersOfName = 1024;

    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly Lock _keeping = new();
    private long _lastTemporary;

    /// <summary>Where the code of this tree's modules is kept.</summary>
    public static string PlaceOf(string codeTree) => codeTree + ".bytecode";

    /// <summary>Keeps a module's code; a newer one replaces it.</summary>
    /// <param name="codeTree">The version's code tree.</param>
    /// <param name="gid">The group that may read it, or -1 for the silo's own.</param>
    /// <param name="name">The source's path in the tree, with the interpreter's tag and <c>.pyc</c>: <c>lib/flask/app.py.cpython-311.pyc</c>.</param>
    /// <param name="code">The code.</param>
    /// <returns>False when there is no such source, or too much of it.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The silo may not write there.</exception>
    public bool Keep(string codeTree, int gid, string name, ReadOnlySpan<byte> code)
    {
        if (code.Length > MostBytesOfModule || SourceOf(name) is not { } source || NativeCalls.Identify(Path.Combine(codeTree, source)) is not { IsFile: true })
        {
            return false;
        }

        var place = PlaceOf(codeTree);
        var file = Path.Combine(place, name);
        lock (_keeping)
        {
            if (!_sizes.TryGetValue(place, out var size))
            {
                RemoveIfMadeForOthers(place, gid);
                size = Directory.Exists(place) ? new DirectoryInfo(place).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static each => each.Length) : 0;
            }

            var replaced = new FileInfo(file) is { Exists: true } before ? before.Length : 0;
            if (size - replaced + code.Length > MostBytesOfVersion)
            {
                return false;
            }

            Make(place, Path.GetDirectoryName(file)!, gid);
            var next = Path.Combine(place, $".{++_lastTemporary}");
            File.WriteAllBytes(next, code);
            Permit(next, FileMode, gid);
            File.Move(next, file, overwrite: true);
            _sizes[place] = size - replaced + code.Length;
            return true;
        }
    }

    // Null for what is no name of a module's code, such as one that leads out of the tree.
    private static string? SourceOf(string name)
    {
        var isName = name.Length is > 5 and <= MostCharactersOfName && name.EndsWith(".pyc", StringComparison.Ordinal) && !name.Contains('\0')
            && name.Split('/').All(static part => part is not ("" or "." or ".."));
        return isName && name.LastIndexOf('.', name.Length - 5) is var tag and > 0 && name.IndexOf('/', tag) < 0 ? name[..tag] : null;
    }

    // The app has another user since: its workers could not read it, or others could.
    private static void RemoveIfMadeForOthers(string place, int gid)
    {
        if (NativeCalls.Identify(place) is { IsDirectory: true } there && there.Group != (gid >= 0 ? gid : NativeCalls.EffectiveGroup()))
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static void Make(string place, string directory, int gid)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        if (directory.Length > place.Length)
        {
            Make(place, Path.GetDirectoryName(directory)!, gid);
        }

        Directory.CreateDirectory(directory);
        Permit(directory, DirectoryMode, gid);
    }

    private static void Permit(string path, UnixFileMode mode, int gid)
    {
        File.SetUnixFileMode(path, mode);
        if (gid >= 0 && NativeCalls.ChangeOwner(path, -1, gid) != 0)
        {
            throw new IOException($"{path} could not be given to group {gid} (error {Marshal.GetLastPInvokeError()}).");
        }
    }
}
