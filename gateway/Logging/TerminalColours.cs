namespace Actors.Gateway.Logging;

/// <summary>Whether lines may have colours.</summary>
public static class TerminalColours
{
    /// <summary>True for a terminal that shows them, unless the user wants none (<c>NO_COLOR</c>, see no-color.org).</summary>
    /// <param name="isRedirected">The stream is a file or a pipe.</param>
    /// <param name="noColor">The environment variable NO_COLOR.</param>
    /// <param name="terminal">The environment variable TERM.</param>
    public static bool Wanted(bool isRedirected, string? noColor, string? terminal) => !isRedirected && string.IsNullOrEmpty(noColor) && terminal != "dumb";

    /// <summary>For standard output.</summary>
    public static bool OnOutput() => Wanted(Console.IsOutputRedirected, Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM"));

    /// <summary>For standard error.</summary>
    public static bool OnError() => Wanted(Console.IsErrorRedirected, Environment.GetEnvironmentVariable("NO_COLOR"), Environment.GetEnvironmentVariable("TERM"));
}
