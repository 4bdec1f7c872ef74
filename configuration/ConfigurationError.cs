namespace Actors.Configuration;

/// <summary>One thing that is wrong in a configuration file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line, counted from 1; 0 when the error concerns the file as a whole.</param>
/// <param name="Column">Column, counted from 1; 0 when the error concerns the file as a whole.</param>
/// <param name="Message">What is wrong: one sentence with the key and the value in quotes.</param>
/// <param name="Remedy">What is allowed or what to do: one sentence.</param>
public sealed record ConfigurationError(string File, int Line, int Column, string Message, string Remedy)
{
    /// <summary><c>file:line:column: message remedy</c>, which editors and terminals make clickable.</summary>
    public override string ToString() =>
        Line > 0 ? $"{File}:{Line}:{Column}: {Message} {Remedy}".TrimEnd() : $"{File}: {Message} {Remedy}".TrimEnd();
}
