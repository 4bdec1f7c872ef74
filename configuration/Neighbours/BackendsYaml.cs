using System.Collections.Immutable;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>An app's backends.yaml, which services have replaced. Immutable; a changed file makes a new one.</summary>
/// <param name="File">The file it was read from, as the user named it.</param>
/// <param name="Backends">In order.</param>
public sealed record BackendsYaml(string File, ImmutableArray<Backend> Backends)
{
    /// <summary>Reads the text of a backends.yaml. An empty one has no backends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it, for messages.</param>
    public static ConfigurationResult<BackendsYaml> Read(string text, string file) =>
        YamlFile.Read(text, file, "backends.yaml", "backends: []", (map, errors) => Read(map, errors, file), new BackendsYaml(file, []));

    private static BackendsYaml Read(MapReader map, YamlErrors errors, string file)
    {
        var backends = map.Optional<ImmutableArray<Backend>?>("backends", Shapes.ListOf(Shapes.MapOf("a backend", BackendReader.Read))) ?? [];
        if (!backends.IsEmpty)
            errors.Warn(map.AtKey("backends"), "\"backends\" are deprecated.", "Make a service of each, with an app.yaml of its own.");
        foreach (var same in backends.GroupBy(static backend => backend.Name).Where(static group => group.Skip(1).Any()))
            errors.AddIn(null, same.Last().Line, 3, $"The backend \"{same.Key}\" is given twice, first in line {same.First().Line}.", "Give one of them another name.");
        return new BackendsYaml(file, backends);
    }
}
