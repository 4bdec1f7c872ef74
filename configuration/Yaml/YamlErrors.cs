using System.Collections.Immutable;

namespace Actors.Configuration.Yaml;

/// <summary>Collects the errors and warnings of one file, and of those that it includes, so that its author sees all of them at once.</summary>
/// <param name="file">The file as the user named it.</param>
public sealed class YamlErrors(string file)
{
    private readonly List<ConfigurationError> _found = [];

    /// <summary>The file as the user named it.</summary>
    public string File { get; } = file;

    /// <summary>All errors: the file's own first, in its order, then those of other files; the same error at the same place once.</summary>
    public ImmutableArray<ConfigurationError> Errors => Of(ConfigurationSeverity.Error);

    /// <summary>All warnings in the same order.</summary>
    public ImmutableArray<ConfigurationError> Warnings => Of(ConfigurationSeverity.Warning);

    /// <summary>Reports an error at a value.</summary>
    public void Add(YamlNode at, string message, string remedy) => AddIn(at.File, at.Line, at.Column, message, remedy);

    /// <summary>Reports an error at a place in a file; null is this one.</summary>
    public void AddIn(string? file, int line, int column, string message, string remedy) => _found.Add(new ConfigurationError(file ?? File, line, column, InOneLine(message), InOneLine(remedy)));

    /// <summary>Reports an error of the whole file.</summary>
    public void AddForFile(string message, string remedy) => AddIn(null, 0, 0, message, remedy);

    /// <summary>Reports at a value what is probably not meant so.</summary>
    public void Warn(YamlNode at, string message, string remedy) => WarnIn(at.File, at.Line, at.Column, message, remedy);

    /// <summary>Reports at a place what is probably not meant so.</summary>
    public void WarnIn(string? file, int line, int column, string message, string remedy) =>
        _found.Add(new ConfigurationError(file ?? File, line, column, InOneLine(message), InOneLine(remedy)) { Severity = ConfigurationSeverity.Warning });

    /// <summary>Takes over what another collector found.</summary>
    public void AddAll(YamlErrors others) => _found.AddRange(others._found);

    // What a file says may hold line breaks, and what makes a terminal do things.
    private static string InOneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(static c => c == '\n' ? "\\n" : char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString())) : text;

    private ImmutableArray<ConfigurationError> Of(ConfigurationSeverity severity)
    {
        var files = _found.Select(static error => error.File).Prepend(File).Distinct().ToList();
        return
        [
            .. _found.Where(error => error.Severity == severity).Distinct()
                .OrderBy(error => files.IndexOf(error.File)).ThenBy(static error => error.Line).ThenBy(static error => error.Column),
        ];
    }
}
