using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads one backend, of app.yaml or backends.yaml.</summary>
internal static partial class BackendReader
{
    private static readonly string[] Options = ["public", "dynamic", "failfast"];

    private static readonly Shape<string> Name = Shapes.Matching(NamePattern(), "Allowed are 1 to 100 lower-case letters, digits and hyphens, with no hyphen at the beginning.");
    private static readonly Shape<string> Class = Shapes.Matching(ClassPattern(), "Allowed are B1, B2, B4, B4_1G, B8.");

    public static Backend? Read(MapReader map, YamlErrors errors)
    {
        var name = map.Required("name", Name, "Give the backend's name.");
        foreach (var option in Options)
        {
            map.Accept(option);
            if (map.Has(option))
                errors.Add(map.AtKey(option), $"\"{option}\" is not a key of its own.", $"Write it as \"options: {option}\".");
        }

        var options = map.Optional("options", ReadOptions) ?? [];
        var backend = new Backend
        {
            File = map.Map.File ?? errors.File,
            Line = map.Map.Line,
            Column = map.Map.Column,
            Name = name ?? "",
            Class = map.Optional("class", Class)?.ToUpperInvariant() ?? "B2",
            Instances = map.Optional<int?>("instances", Shapes.Int(1, int.MaxValue)) ?? 1,
            MaxConcurrentRequests = map.Optional<int?>("max_concurrent_requests", Shapes.Int(1, int.MaxValue)),
            IsPublic = options.Contains("public"),
            IsDynamic = options.Contains("dynamic"),
            FailsFast = options.Contains("failfast"),
            Start = map.Optional("start", Shapes.Text),
            StartLine = map.At("start").Line,
            StartColumn = map.At("start").Column,
            State = map.Optional("state", Shapes.OneOf("START", "STOP", "DISABLED")) ?? "START",
        };
        return name is null ? null : backend;
    }

    private static string[]? ReadOptions(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text)
            return null;
        var words = text.Split(',', StringSplitOptions.TrimEntries);
        if (words.FirstOrDefault(static word => !Options.Contains(word)) is not { } wrong)
            return words;
        errors.Add(node, $"\"options\" has \"{wrong}\".", $"Allowed are public, dynamic and failfast, with commas between them.{Suggestion.Sentence(wrong, Options)}");
        return null;
    }

    [GeneratedRegex(@"\A(?!-)[a-z\d-]{1,100}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[bB](?:1|2|4|8|4_1G)\z")]
    private static partial Regex ClassPattern();
}
