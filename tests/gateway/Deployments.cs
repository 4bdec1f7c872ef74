using Actors.Grains;

namespace Actors.Gateway.Tests;

internal static class Deployments
{
    public static VersionDeployment Of(string app, string appYaml, string service = "default", string version = "1", long generation = 1) => new()
    {
        App = app,
        Service = service,
        Version = version,
        Generation = generation,
        Configuration = appYaml,
        Runtime = appYaml.Contains("python27", StringComparison.Ordinal) ? "python27" : "python3",
        MaxConcurrentRequests = 10,
        EnvVariables = new Dictionary<string, string>(),
        CodeTree = "/nonexistent",
        StaticTree = "/nonexistent",
    };

    /// <summary>An app whose services each serve the last of their versions.</summary>
    public static AppSnapshot Snapshot(string app, long sequence, params VersionDeployment[] versions) =>
        new(app, sequence, versions, versions.GroupBy(version => version.Service).ToDictionary(service => service.Key, service => service.Last().Version));
}
