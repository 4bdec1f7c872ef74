using Actors.Runtimes.CodeTrees;
using Actors.Runtimes.Native;

namespace Actors.Runtimes.Sandbox;

/// <summary>
/// Where python3 workers write. With mounts of their own it is a file system in memory, at /tmp unless something that they need lies below that; without, an
/// ordinary directory per worker, which is deleted after its end.
/// </summary>
internal sealed class TempDirectories
{
    private const string Usual = "/tmp";
    private const UnixFileMode Passable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _root;
    private readonly string _other;

    /// <summary>Makes the directories, and deletes what an earlier life of the data directory left.</summary>
    /// <param name="dataDirectory">The silo's own directory.</param>
    public TempDirectories(string dataDirectory)
    {
        _root = Path.Combine(Path.GetFullPath(dataDirectory), "runtime", "temp");
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }

        Passage.Make(_root);
        Empty = Make("empty");
        _other = Make("mount");
    }

    /// <summary>A directory without anything, to hide others with.</summary>
    public string Empty { get; }

    /// <summary>Where a worker's own file system in memory goes: it must not hide what the worker needs.</summary>
    public string MountPoint(params IEnumerable<string> needed) =>
        Directory.Exists(Usual) && !needed.Append(_root).Any(path => Path.GetFullPath(path).StartsWith(Usual + "/", StringComparison.Ordinal)) ? Usual : _other;

    /// <summary>A directory for one worker.</summary>
    /// <param name="id">Names the worker.</param>
    /// <param name="uid">Whose it is; -1 for the silo's user.</param>
    public string Take(long id, int uid)
    {
        var path = Path.Combine(_root, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(path, Private);
        return uid == -1 || NativeCalls.ChangeOwner(path, uid, uid) == 0 ? path : throw new IOException($"The temp directory {path} could not be given to user {uid}.");
    }

    /// <summary>Deletes a worker's directory with all that is in it; links are not followed.</summary>
    public static void Delete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Gone, or still written to by a dying process: the next start sweeps.
        }
    }

    private string Make(string name)
    {
        var path = Path.Combine(_root, name);
        Directory.CreateDirectory(path, Passable);
        File.SetUnixFileMode(path, Passable);
        return path;
    }
}
