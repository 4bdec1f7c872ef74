using System.Collections.Immutable;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>What one included file says; its values stay nodes, since they are read where they are merged into.</summary>
internal sealed record IncludedYaml(
    ImmutableArray<(YamlScalar Name, bool On)> Builtins,
    ImmutableArray<YamlScalar> Includes,
    ImmutableArray<YamlMap> Handlers,
    YamlMap? EnvVariables,
    YamlNode? SkipFiles,
    YamlMap? ManualScaling,
    YamlNode? AdminConsole,
    ImmutableArray<YamlEntry> Flexible);
