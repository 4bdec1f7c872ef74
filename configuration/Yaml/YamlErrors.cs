using System.Collections.Immutable;

namespace Actors.Configuration.Yaml;

/// <summary>Collects the errors of one file, so that its author sees all of them at once.</summary>
/// <param name="file">The file as the user named it.</param>
public sealed class YamlErrors(string file)
{
    private readonly List<ConfigurationError> _errors = [];

    /// <summary>The file as the user named it.</summary>
    public string File { get; } = file;

    /// <summary>Reports an error at a place.</summary>
    public void Add(int line, int column, string message, string remedy) => _errors.Add(new ConfigurationError(File, line, column, message, remedy));

    /// <summary>Reports an error at a value.</summary>
    public void Add(YamlNode at, string message, string remedy) => Add(at.Line, at.Column, message, remedy);

    /// <summary>Reports an error of the whole file.</summary>
    public void AddForFile(string message, string remedy) => Add(0, 0, message, remedy);

    /// <summary>All errors in the order of the file; the same error at the same place once.</summary>
    public ImmutableArray<ConfigurationError> ToImmutable() =>
        [.. _errors.Distinct().OrderBy(static error => error.Line).ThenBy(static error => error.Column)];
}
