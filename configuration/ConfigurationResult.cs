using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>What reading a configuration file gave: a value without errors, or none with all of them.</summary>
/// <typeparam name="T">What the file describes.</typeparam>
/// <param name="Value">What was read; null exactly when there are errors.</param>
/// <param name="Errors">All errors, in the order of the file.</param>
/// <param name="Warnings">What is probably not meant so, in the order of the file.</param>
public sealed record ConfigurationResult<T>(T? Value, ImmutableArray<ConfigurationError> Errors, ImmutableArray<ConfigurationError> Warnings)
    where T : class;
