namespace Actors.Runtimes.CodeTrees;

/// <summary>Directories that others may pass through, to one below that lets them in, but not look around in: mode 0711, whatever the umask.</summary>
internal static class Passage
{
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Makes the directory and those above it that do not exist; those that do stay as they are.</summary>
    public static void Make(string directory)
    {
        if (Directory.Exists(directory))
        {
            return;
        }

        if (Path.GetDirectoryName(directory) is { Length: > 0 } above)
        {
            Make(above);
        }

        Directory.CreateDirectory(directory);
        File.SetUnixFileMode(directory, Mode);
    }
}
