namespace Actors.Runtimes.CodeTrees;

/// <summary>What belongs to a code tree, and who may read it.</summary>
public sealed record CodeTreeRules
{
    /// <summary>Whether a relative path (with '/') is left out, a directory with all that is in it. Default: <see cref="SkipFiles.Default"/>.</summary>
    public Func<string, bool> Skip { get; init; } = SkipFiles.Default;

    /// <summary>Whether a directory is left out, where that is not the same question. Default null: <see cref="Skip"/> is asked.</summary>
    public Func<string, bool>? SkipDirectory { get; init; }

    /// <summary>Whether a file is only served as it is, and never seen by the app's code. Default: none is.</summary>
    public Func<string, bool> StaticOnly { get; init; } = static _ => false;

    /// <summary>The group that may read the tree when the silo runs as root: files 0640, directories 0750. Default -1: the silo's own.</summary>
    public int Gid { get; init; } = -1;

    /// <summary>Whether everybody may read the tree: files 0644, directories 0755. Default false.</summary>
    public bool Public { get; init; }
}
