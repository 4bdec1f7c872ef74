namespace Actors.Cli;

/// <summary>Exit statuses of the command line, the same for every command; docs/cli.md lists them.</summary>
internal static class ExitCodes
{
    /// <summary>It worked.</summary>
    public const int Ok = 0;

    /// <summary>What was asked about is wrong: an app.yaml with errors, a version that does not exist, a change that is refused.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Usage = 2;

    /// <summary>No silo could be asked: none answers, or it lets nobody in without its token.</summary>
    public const int NoSilo = 3;

    /// <summary>The state is not any more what the change was meant for; nothing was changed.</summary>
    public const int Changed = 4;

    /// <summary>A migration or canary ended otherwise than asked: the traffic went back, or something else changed it.</summary>
    public const int WentBack = 5;

    /// <summary>Ctrl-C ended the command, not what it followed.</summary>
    public const int Interrupted = 130;
}
