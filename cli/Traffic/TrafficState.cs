using System.CommandLine;

namespace Actors.Cli.Traffic;

/// <summary>The option that says which state of the traffic a change is meant for.</summary>
internal static class TrafficState
{
    /// <summary>The option.</summary>
    public static Option<string?> Option() => new("--if-match")
    {
        Description = $"Only if the traffic still is in this state, which `actors traffic` shows; else nothing is changed and the exit status is {ExitCodes.Changed}.",
        HelpName = "STATE",
    };
}
