namespace Actors.Cli.Admin;

/// <summary>Ends a command with a sentence.</summary>
internal sealed class AdminFailure(int exitStatus, string sentence) : Exception(sentence)
{
    /// <summary>The exit status.</summary>
    public int ExitStatus { get; } = exitStatus;
}
