namespace Actors.Runtimes.Frames;

/// <summary>Scripts of REQUEST frames that the runtime answers itself, or in its own way. No handler of an app has a name like these.</summary>
public static class PlatformScripts
{
    /// <summary>Runs the shutdown hook.</summary>
    public const string Stop = ":stop";

    /// <summary>Runs a background thread to its end.</summary>
    public const string Background = ":background";

    /// <summary>Before an app's script: it may run for hours, and its log lines do not wait for its end.</summary>
    public const string Start = ":start ";
}
