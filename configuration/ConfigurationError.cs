namespace Actors.Configuration;

/// <summary>What a <see cref="ConfigurationError"/> means for the app.</summary>
public enum ConfigurationSeverity
{
    /// <summary>The app cannot be served as it is.</summary>
    Error,

    /// <summary>The app is served; something in it is probably not as its author meant it.</summary>
    Warning,
}

/// <summary>One thing that is wrong in a configuration file.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line, counted from 1; 0 when the error concerns the file as a whole.</param>
/// <param name="Column">Column, counted from 1; 0 when the error concerns the file as a whole.</param>
/// <param name="Message">What is wrong: one sentence with the key and the value in quotes.</param>
/// <param name="Remedy">What is allowed or what to do: one sentence.</param>
public sealed record ConfigurationError(string File, int Line, int Column, string Message, string Remedy)
{
    /// <summary>Whether the app can be served all the same. Default: it cannot.</summary>
    public ConfigurationSeverity Severity { get; init; }

    /// <summary><c>file:line:column: message remedy</c>, which editors and terminals make clickable; a warning says so before its message.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        return $"{place}: {(Severity == ConfigurationSeverity.Warning ? "warning: " : "")}{Message} {Remedy}".TrimEnd();
    }
}
