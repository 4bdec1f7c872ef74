using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>A backend as the service that it is served as. Immutable.</summary>
/// <param name="Backend">What its file says of it.</param>
/// <param name="Yaml">The app's app.yaml with the backend's name, scaling, class and start handler.</param>
/// <param name="Text">The same as a text.</param>
public sealed record BackendService(Backend Backend, AppYaml Yaml, string Text);

/// <summary>The backends of an app.</summary>
/// <param name="Services">Those that are to be served, in order; empty when one of them has an error.</param>
/// <param name="Found">Errors and warnings.</param>
public sealed record BackendServicesResult(ImmutableArray<BackendService> Services, ImmutableArray<ConfigurationError> Found)
{
    /// <summary>No backends.</summary>
    public static BackendServicesResult None { get; } = new([], []);

    /// <summary>Its errors.</summary>
    public IEnumerable<ConfigurationError> Errors => Found.Where(static found => found.Severity == ConfigurationSeverity.Error);
}
