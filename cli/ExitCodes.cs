namespace Actors.Cli;

/// <summary>Exit statuses of the command line, the same for every command.</summary>
internal static class ExitCodes
{
    /// <summary>It worked.</summary>
    public const int Ok = 0;

    /// <summary>What was asked about is wrong: an app.yaml with errors, for one.</summary>
    public const int Failed = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Usage = 2;
}
