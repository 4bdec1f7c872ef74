using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>What reading an app.yaml gave: a configuration without errors, or none with all of them.</summary>
/// <param name="Value">The configuration; null exactly when there are errors.</param>
/// <param name="Errors">All errors, in the order of the file.</param>
public sealed record AppYamlResult(AppYaml? Value, ImmutableArray<ConfigurationError> Errors)
{
    /// <summary>What is probably not meant so, in the order of the file.</summary>
    public ImmutableArray<ConfigurationError> Warnings { get; init; } = [];

    /// <summary>The configuration as one text: what was read, or, where files or builtins are included, a text that says the same without them.</summary>
    public string MergedText { get; init; } = "";

    /// <summary>Full paths of the included files.</summary>
    public ImmutableArray<string> IncludedFiles { get; init; } = [];
}
