using System.Runtime.InteropServices;
using Actors.Runtimes.Native;

namespace Actors.Runtimes.CodeTrees;

/// <summary>
/// The materialised files of a version: real files and directories, no links, brought up to date from the directory they come from.
/// Links are followed, out of the directory too, as App Engine does with libraries; a link that leads back to a directory that it lies in
/// is left out. Not for several threads at a time.
/// </summary>
public sealed class CodeTree
{
    // A file changed this shortly before it was copied may change again without a new time of change: it is copied once more.
    private static readonly TimeSpan _tooFresh = TimeSpan.FromMilliseconds(50);
    private const string Temporary = ".actors-copy";

    private readonly string _source;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, FileIdentity> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Action<string> _entering;
    private int _copied;
    private int _files;

    /// <summary>Describes a tree; nothing is read yet.</summary>
    /// <param name="source">The directory that the files come from.</param>
    /// <param name="location">Where the tree is; made when it does not exist. What it has and the source has not is deleted.</param>
    /// <param name="rules">What belongs to it.</param>
    /// <param name="time">The clock that tells fresh files.</param>
    /// <param name="entering">Called with each directory before it is read, and with each linked file: for a <see cref="SourceWatch"/>.</param>
    public CodeTree(string source, string location, CodeTreeRules rules, TimeProvider time, Action<string>? entering = null)
    {
        _source = Path.GetFullPath(source);
        Location = Path.GetFullPath(location);
        Rules = rules;
        _time = time;
        _entering = entering ?? (static _ => { });
    }

    private UnixFileMode DirectoryMode =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | (Rules.Public ? UnixFileMode.OtherRead | UnixFileMode.OtherExecute : 0);

    /// <summary>Where the tree is.</summary>
    public string Location { get; }

    /// <summary>What belongs to it; a change takes effect with the next <see cref="Sync"/>.</summary>
    public CodeTreeRules Rules { get; set; }

    /// <summary>The place of a version's tree: <c>apps/APP/SERVICE/VERSION/code</c>.</summary>
    public static string PlaceOf(string dataDirectory, string app, string service, string version) =>
        Path.Combine(Path.GetFullPath(dataDirectory), "apps", app, service, version, "code");

    /// <summary>Brings the tree up to date: copies what is new or different in size, time of change or inode, deletes what is gone.</summary>
    /// <exception cref="IOException">A file cannot be read or written. What was done remains, the next run does the rest.</exception>
    /// <exception cref="UnauthorizedAccessException">The silo may not read a file.</exception>
    public CodeTreeChanges Sync(CancellationToken cancellationToken)
    {
        _seen.Clear();
        _copied = _files = 0;
        var root = NativeCalls.Identify(_source);
        if (root is not { IsDirectory: true })
        {
            throw new DirectoryNotFoundException($"The app's directory {_source} does not exist or cannot be read.");
        }

        Passage.Make(Path.GetDirectoryName(Location)!);
        RemoveIfMadeForOthers();
        EnsureDirectory(Location);
        Walk(_source, "", [root.Value], cancellationToken);
        var removed = RemoveOthers(Location, "");
        foreach (var gone in _known.Keys.Where(path => !_seen.Contains(path)).ToArray())
        {
            _known.Remove(gone);
        }

        return new CodeTreeChanges(_copied, removed, _files);
    }

    // The app has another user since, or all apps have none: its worker could not read the tree, or others could.
    private void RemoveIfMadeForOthers()
    {
        if (_known.Count == 0 && NativeCalls.Identify(Location) is { IsDirectory: true } tree
            && (tree.Permissions != DirectoryMode || (Rules.Gid >= 0 ? tree.Group != Rules.Gid : tree.Group != NativeCalls.EffectiveGroup())))
        {
            Directory.Delete(Location, recursive: true);
        }
    }

    private void Walk(string directory, string relative, List<FileIdentity> ancestors, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Watched before it is listed: a file that comes in between is in the list or in an event, or in both.
        _entering(directory);
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var path = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            if ((Rules.SkipDirectory is null && Rules.Skip(path)) || NativeCalls.Identify(entry.FullName) is not { } identity)
            {
                continue;
            }

            if (Rules.SkipDirectory is { } skipDirectory && (identity.IsDirectory ? skipDirectory(path) : Rules.Skip(path)))
            {
                continue;
            }

            if (identity.IsDirectory)
            {
                if (ancestors.Any(above => above.Device == identity.Device && above.Inode == identity.Inode))
                {
                    continue;
                }

                _seen.Add(path);
                EnsureDirectory(Path.Combine(Location, path));
                ancestors.Add(identity);
                Walk(entry.FullName, path, ancestors, cancellationToken);
                ancestors.RemoveAt(ancestors.Count - 1);
            }
            else if (identity.IsFile && !Rules.StaticOnly(path))
            {
                if (entry.LinkTarget is not null)
                {
                    _entering(entry.FullName);
                }

                _seen.Add(path);
                _files++;
                BringFile(entry.FullName, path, identity);
            }
        }
    }

    private void BringFile(string from, string path, FileIdentity identity)
    {
        var to = Path.Combine(Location, path);
        if (_known.TryGetValue(path, out var known) ? known == identity : IsSame(to, identity))
        {
            _known[path] = identity;
            return;
        }

        if (Directory.Exists(to))
        {
            Directory.Delete(to, recursive: true);
        }

        var fresh = _time.GetUtcNow().UtcDateTime - identity.Modified < _tooFresh;
        _known[path] = fresh ? identity with { Size = -1 } : identity;
        if (HasSameContent(from, to, identity.Size))
        {
            File.SetLastWriteTimeUtc(to, identity.Modified);
            return;
        }

        // In place at once or not at all: a worker may be reading.
        var next = Path.Combine(Path.GetDirectoryName(to)!, Temporary);
        File.Delete(next);
        File.Copy(from, next);
        Permit(next, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | (Rules.Public ? UnixFileMode.OtherRead : 0));
        File.SetLastWriteTimeUtc(next, identity.Modified);
        File.Move(next, to, overwrite: true);
        _copied++;
    }

    // After a restart: the copy has its source's size and time of change.
    private static bool IsSame(string to, FileIdentity identity) =>
        NativeCalls.Identify(to) is { IsFile: true } copy && copy.Size == identity.Size && copy.Modified == identity.Modified;

    // Touched, or looked at again because it was fresh: no reason for a new generation of instances.
    private static bool HasSameContent(string from, string to, long size)
    {
        if (NativeCalls.Identify(to) is not { IsFile: true } copy || copy.Size != size)
        {
            return false;
        }

        using var one = File.OpenRead(from);
        using var other = File.OpenRead(to);
        Span<byte> a = stackalloc byte[4096];
        Span<byte> b = stackalloc byte[4096];
        while (true)
        {
            var count = one.ReadAtLeast(a, a.Length, throwOnEndOfStream: false);
            var same = other.ReadAtLeast(b, b.Length, throwOnEndOfStream: false);
            if (!a[..count].SequenceEqual(b[..same]))
            {
                return false;
            }

            if (count == 0)
            {
                return true;
            }
        }
    }

    private int RemoveOthers(string directory, string relative)
    {
        var removed = 0;
        foreach (var entry in new DirectoryInfo(directory).GetFileSystemInfos())
        {
            var path = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            var isDirectory = entry is DirectoryInfo && entry.LinkTarget is null;
            if (!_seen.Contains(path))
            {
                removed++;
                if (isDirectory)
                {
                    Directory.Delete(entry.FullName, recursive: true);
                }
                else
                {
                    entry.Delete();
                }
            }
            else if (isDirectory)
            {
                removed += RemoveOthers(entry.FullName, path);
            }
        }

        return removed;
    }

    private void EnsureDirectory(string directory)
    {
        if (File.Exists(directory))
        {
            File.Delete(directory);
        }

        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            Permit(directory, DirectoryMode);
        }
    }

    private void Permit(string path, UnixFileMode mode)
    {
        File.SetUnixFileMode(path, mode);
        if (Rules.Gid >= 0 && NativeCalls.ChangeOwner(path, -1, Rules.Gid) != 0)
        {
            throw new IOException($"{path} could not be given to group {Rules.Gid} (error {Marshal.GetLastPInvokeError()}).");
        }
    }
}
