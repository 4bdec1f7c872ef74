namespace Actors.Cli.Output;

/// <summary>Tones as terminals show them.</summary>
internal static class Colours
{
    /// <summary>A text in its tone.</summary>
    public static string Of(string text, Tone tone) => tone switch
    {
        Tone.Good => $"\e[32m{text}\e[0m",
        Tone.Passing => $"\e[33m{text}\e[0m",
        Tone.Bad => $"\e[31m{text}\e[0m",
        Tone.Faint => $"\e[2m{text}\e[0m",
        _ => text,
    };
}
