using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>The files of a version, as a walk over the app's directory finds them: links are followed, as App Engine's tools do with libraries.</summary>
/// <param name="Files">In the order of their paths.</param>
/// <param name="BrokenLinks">Links that lead nowhere, or back to a directory that they lie in.</param>
/// <param name="Directories">How many files lie directly in each directory; the app's own is the empty path.</param>
/// <param name="Skipped">Files and directories that do not belong to the version.</param>
public sealed record AppFileList(
    ImmutableArray<AppFile> Files, ImmutableArray<string> BrokenLinks, ImmutableDictionary<string, int> Directories, ImmutableHashSet<string> Skipped)
{
    private const int MostFiles = 200_000;

    /// <summary>Walks over a directory. Ends after 200,000 files, of which a version may not have so many.</summary>
    /// <exception cref="IOException">A directory cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory may not be read.</exception>
    public static AppFileList Of(string directory, VersionFiles rules)
    {
        var walk = new Walk(rules);
        walk.Enter(new DirectoryInfo(directory), "", [RealPath(directory)]);
        return new AppFileList([.. walk.Files.OrderBy(static file => file.Path, StringComparer.Ordinal)], [.. walk.Broken], walk.Counts.ToImmutableDictionary(StringComparer.Ordinal), [.. walk.Left]);
    }

    private static string RealPath(string directory) => Directory.ResolveLinkTarget(directory, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(directory);

    private sealed class Walk(VersionFiles rules)
    {
        public List<AppFile> Files { get; } = [];

        public List<string> Broken { get; } = [];

        public HashSet<string> Left { get; } = [];

        public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

        public void Enter(DirectoryInfo directory, string relative, ImmutableStack<string> above)
        {
            var count = 0;
            foreach (var entry in directory.EnumerateFileSystemInfos())
            {
                if (Files.Count >= MostFiles)
                    break;
                var path = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
                var target = entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? Followed(entry) : entry;
                if (target is null)
                {
                    if (!rules.Skips(path, isDirectory: false))
                        Broken.Add(path);
                }
                else if (rules.Skips(path, target is DirectoryInfo))
                {
                    Left.Add(path);
                }
                else if (target is DirectoryInfo inner)
                {
                    if (target != entry && above.Contains(inner.FullName))
                        Broken.Add(path);
                    else
                        Enter(inner, path, above.Push(inner.FullName));
                }
                else
                {
                    count++;
                    Files.Add(new AppFile(path, entry.FullName, ((FileInfo)target).Length));
                }
            }

            Counts[relative] = count;
        }

        private static FileSystemInfo? Followed(FileSystemInfo link)
        {
            try
            {
                return link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? target : null;
            }
            catch (IOException)
            {
                // Links in a circle.
                return null;
            }
        }
    }
}
