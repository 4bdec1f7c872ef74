using System.Collections.Immutable;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>An app's dispatch.yaml: which service answers which hosts and paths. Immutable; a changed file makes a new one.</summary>
/// <param name="File">The file it was read from, as the user named it.</param>
/// <param name="Application">The app it names (partition and domain removed), or null.</param>
/// <param name="Rules">In order; the first that matches wins. None removes all rules.</param>
public sealed record DispatchYaml(string File, string? Application, ImmutableArray<DispatchRule> Rules)
{
    /// <summary>Most rules of an app.</summary>
    public const int MaxRules = 20;

    /// <summary>Reads the text of a dispatch.yaml. An empty one has no rules.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it, for messages.</param>
    public static ConfigurationResult<DispatchYaml> Read(string text, string file) =>
        YamlFile.Read(text, file, "dispatch.yaml", "dispatch: []", (map, errors) => Read(map, errors, file), new DispatchYaml(file, null, []));

    /// <summary>The service for a request, or null when no rule matches. Rules do not apply to paths below <c>/_ah/</c>, except
    /// <c>/_ah/queue/deferred</c> and <c>/_ah/api</c>.</summary>
    /// <param name="host">The host without a port; case does not matter.</param>
    /// <param name="path">The decoded path.</param>
    public string? ServiceFor(string host, string path)
    {
        if (path.StartsWith("/_ah/", StringComparison.Ordinal) && !path.StartsWith("/_ah/queue/deferred", StringComparison.Ordinal) && !path.StartsWith("/_ah/api", StringComparison.Ordinal))
            return null;
        foreach (var rule in Rules)
        {
            if (rule.Matches(host, path))
                return rule.Service;
        }

        return null;
    }

    private static DispatchYaml Read(MapReader map, YamlErrors errors, string file)
    {
        var application = map.Optional("application", AppShapes.ApplicationId);
        var rules = map.Optional<ImmutableArray<DispatchRule>?>("dispatch", Shapes.ListOf(Shapes.MapOf("a dispatch rule", DispatchRuleReader.Read))) ?? [];
        if (rules.Length > MaxRules)
            map.Error("dispatch", $"There are {rules.Length} rules.", $"Allowed are {MaxRules}; join some with \"*\".");
        return new DispatchYaml(file, AppShapes.WithoutPartition(application), rules);
    }
}
