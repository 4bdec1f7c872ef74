namespace Actors.Runtimes.Interpreters;

/// <summary>Whether a user who owns nothing can read a file: every directory above it must let others pass.</summary>
public static class Reachability
{
    /// <summary>The first thing that stops others from reading a file or directory, with what to do; null when nothing does. A link at the end is followed.</summary>
    public static string? Obstacle(string path)
    {
        var real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        if (ObstacleOnTheWay(real) is { } obstacle)
        {
            return obstacle;
        }

        var needed = Directory.Exists(real) ? UnixFileMode.OtherRead | UnixFileMode.OtherExecute : UnixFileMode.OtherRead;
        return (File.GetUnixFileMode(real) & needed) == needed ? null : $"{real} is not readable for others; run `chmod o+rX {real}`";
    }

    /// <summary>The first directory above a path that lets nobody else pass, with what to do; null when there is none.</summary>
    public static string? ObstacleOnTheWay(string path)
    {
        var way = new Stack<string>();
        for (var directory = Path.GetDirectoryName(path); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            way.Push(directory);
        }

        foreach (var directory in way)
        {
            var mode = File.GetUnixFileMode(directory);
            if (!mode.HasFlag(UnixFileMode.OtherExecute))
            {
                return $"the directory {directory} (mode 0{Convert.ToString((int)mode, 8)}) lets nobody else pass; run `chmod o+x {directory}`";
            }
        }

        return null;
    }
}
