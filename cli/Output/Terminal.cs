namespace Actors.Cli.Output;

/// <summary>Where commands write.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Width">Columns of the terminal, or null where there is none: nothing is cut then.</param>
/// <param name="HasColours">Whether colours may be used.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, int? Width, bool HasColours)
{
    /// <summary>That of this process: colours on a terminal alone, and not where NO_COLOR is set or the terminal is dumb.</summary>
    public static Terminal OfProcess()
    {
        if (System.Console.IsOutputRedirected)
            return new Terminal(System.Console.Out, System.Console.Error, null, false);
        var hasColours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        return new Terminal(System.Console.Out, System.Console.Error, System.Console.WindowWidth is > 0 and var width ? width : null, hasColours);
    }

    /// <summary>A line on standard error that says what went wrong.</summary>
    public void Fail(string sentence) => Error.WriteLine($"actors: {Words.Plain(sentence)}");
}
