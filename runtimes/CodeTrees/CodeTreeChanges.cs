namespace Actors.Runtimes.CodeTrees;

/// <summary>What one run of <see cref="CodeTree.Sync"/> did.</summary>
/// <param name="Copied">Files that were new or different.</param>
/// <param name="Removed">Files and directories that are no longer in the source.</param>
/// <param name="Files">Files in the tree now.</param>
public sealed record CodeTreeChanges(int Copied, int Removed, int Files)
{
    /// <summary>Whether anything changed.</summary>
    public bool Any => Copied > 0 || Removed > 0;
}
