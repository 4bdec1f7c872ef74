using System.Collections.Immutable;

namespace Actors.Configuration.Yaml;

/// <summary>Collects the errors and warnings of one file, so that its author sees all of them at once.</summary>
/// <param name="file">The file as the user named it.</param>
public sealed class YamlErrors(string file)
{
    private readonly List<ConfigurationError> _found = [];

    /// <summary>The file as the user named it.</summary>
    public string File { get; } = file;

    /// <summary>All errors in the order of the file; the same error at the same place once.</summary>
    public ImmutableArray<ConfigurationError> Errors => Of(ConfigurationSeverity.Error);

    /// <summary>All warnings in the order of the file; the same warning at the same place once.</summary>
    public ImmutableArray<ConfigurationError> Warnings => Of(ConfigurationSeverity.Warning);

    /// <summary>Reports an error at a place.</summary>
    public void Add(int line, int column, string message, string remedy) => _found.Add(new ConfigurationError(File, line, column, message, remedy));

    /// <summary>Reports an error at a value.</summary>
    public void Add(YamlNode at, string message, string remedy) => Add(at.Line, at.Column, message, remedy);

    /// <summary>Reports an error of the whole file.</summary>
    public void AddForFile(string message, string remedy) => Add(0, 0, message, remedy);

    /// <summary>Reports at a place what is probably not meant so.</summary>
    public void Warn(int line, int column, string message, string remedy) =>
        _found.Add(new ConfigurationError(File, line, column, message, remedy) { Severity = ConfigurationSeverity.Warning });

    /// <summary>Reports at a value what is probably not meant so.</summary>
    public void Warn(YamlNode at, string message, string remedy) => Warn(at.Line, at.Column, message, remedy);

    private ImmutableArray<ConfigurationError> Of(ConfigurationSeverity severity) =>
        [.. _found.Where(error => error.Severity == severity).Distinct().OrderBy(static error => error.Line).ThenBy(static error => error.Column)];
}
