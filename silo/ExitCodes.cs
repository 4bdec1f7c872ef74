namespace Actors.Silo;

/// <summary>Exit statuses of <c>serve</c>.</summary>
internal static class ExitCodes
{
    /// <summary>It served and was asked to stop.</summary>
    public const int Ok = 0;

    /// <summary>An app's configuration is wrong, or an app cannot be served here.</summary>
    public const int BadApp = 1;

    /// <summary>The command line could not be understood.</summary>
    public const int Usage = 2;

    /// <summary>This machine or the settings do not allow it: a port is taken, a directory cannot be written, an option is out of range.</summary>
    public const int Environment = 3;

    /// <summary>A second SIGINT ended it at once, with requests still running.</summary>
    public const int Interrupted = 130;
}
