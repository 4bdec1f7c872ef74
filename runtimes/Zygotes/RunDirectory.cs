using Actors.Runtimes.CodeTrees;

namespace Actors.Runtimes.Zygotes;

/// <summary>The data directory's <c>run/</c>: what belongs to one life of one silo. Holding it keeps a second silo out.</summary>
public sealed class RunDirectory : IDisposable
{
    private readonly FileStream _lock;

    private RunDirectory(string path, FileStream held)
    {
        Location = path;
        _lock = held;
    }

    /// <summary>Where it is.</summary>
    public string Location { get; }

    /// <summary>Where workers' connections are accepted.</summary>
    public string Socket => Path.Combine(Location, "workers.sock");

    /// <summary>The FIFO whose only writer is the silo.</summary>
    public string Lifeline => Path.Combine(Location, "lifeline");

    /// <summary>Takes the directory, mode 0700, for this process.</summary>
    /// <exception cref="IOException">Another silo runs on this data directory.</exception>
    public static RunDirectory Take(string dataDirectory)
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var path = Path.Combine(Path.GetFullPath(dataDirectory), "run");
        Passage.Make(Path.GetFullPath(dataDirectory));
        Directory.CreateDirectory(path, Private);
        File.SetUnixFileMode(path, Private);
        try
        {
            return new RunDirectory(path, new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure)
        {
            throw new IOException($"Another silo runs on the data directory {dataDirectory}. Stop it, or give this one another directory with --data.", failure);
        }
    }

    /// <summary>Lets the directory go.</summary>
    public void Dispose() => _lock.Dispose();
}
