using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads included files.</summary>
internal static partial class IncludedYamlReader
{
    /// <summary>Keys of the flexible environment that an included file may have.</summary>
    private static readonly string[] FlexibleKeys = ["vm", "vm_settings", "beta_settings"];

    private static readonly Shape<string> Position = Shapes.OneOf("head", "tail");

    /// <summary>Reads an included file; null when it is empty or not keys with values.</summary>
    public static IncludedYaml? Read(string text, YamlErrors errors)
    {
        var root = YamlText.Parse(text, errors, remedy: null);
        if (root is null || root.IsNothing)
            return null;
        if (root is not YamlMap mapping)
        {
            errors.Add(root, $"The file holds {root.Kind}, not keys with values.", "Write \"KEY: VALUE\" lines, such as \"handlers:\".");
            return null;
        }

        var map = new MapReader(mapping, "an included file", errors);
        _ = map.Optional("env_variables", AppShapes.Environment);
        _ = map.Optional("skip_files", AppShapes.SkipFiles);
        _ = map.Optional("manual_scaling", ScalingReader.Manual);
        map.Accept("admin_console");
        map.Accept(FlexibleKeys);
        var read = new IncludedYaml(
            ReadBuiltins(map),
            ReadIncludes(map),
            ReadHandlers(map, errors),
            Given<YamlMap>(map, "env_variables"),
            Given<YamlNode>(map, "skip_files"),
            Given<YamlMap>(map, "manual_scaling"),
            Given<YamlNode>(map, "admin_console"),
            [.. mapping.Entries.Where(static entry => FlexibleKeys.Contains(entry.Key.Text) && !entry.Value.IsNothing)]);
        map.Finish();
        return read;
    }

    /// <summary>The entries of <c>builtins</c>, checked.</summary>
    public static ImmutableArray<(YamlScalar Name, bool On)> ReadBuiltins(MapReader map)
    {
        var names = ImmutableArray.CreateBuilder<(YamlScalar, bool)>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        map.Optional<ImmutableArray<Builtin>?>("builtins", Shapes.ListOf<Builtin>((node, key, found) =>
        {
            if (ReadBuiltin(node, key, found) is not { } builtin)
                return null;
            if (!seen.TryAdd(builtin.Name, node.Line))
                found.Add(node, $"\"{builtin.Name}\" is given twice in \"builtins\", first in line {seen[builtin.Name]}.", "Keep one of them.");
            else
                names.Add((((YamlMap)node).Entries[0].Key, builtin.On));
            return builtin;
        }));
        return names.ToImmutable();
    }

    /// <summary>The entries of <c>includes</c>.</summary>
    public static ImmutableArray<YamlScalar> ReadIncludes(MapReader map)
    {
        var paths = ImmutableArray.CreateBuilder<YamlScalar>();
        map.Optional<ImmutableArray<string>?>("includes", Shapes.ListOf<string>((node, key, errors) =>
        {
            if (Shapes.Text(node, key, errors) is not { } path)
                return null;
            paths.Add((YamlScalar)node);
            return path;
        }));
        return paths.ToImmutable();
    }

    private static ImmutableArray<YamlMap> ReadHandlers(MapReader map, YamlErrors errors)
    {
        var handlers = ImmutableArray.CreateBuilder<YamlMap>();
        map.Optional<ImmutableArray<Handler>?>("handlers", Shapes.ListOf<Handler>((node, key, found) =>
        {
            var handler = HandlerReader.InIncludedFile(node, key, found);
            if (node is YamlMap { } entries)
                handlers.Add(entries);
            return handler;
        }));
        foreach (var position in handlers.SelectMany(static handler => handler.Entries).Where(static entry => entry.Key.Text == "position"))
            Position(position.Value, "position", errors);
        return handlers.ToImmutable();
    }

    private static T? Given<T>(MapReader map, string key)
        where T : YamlNode => map.Has(key) ? map.At(key) as T : null;

    private static Builtin? ReadBuiltin(YamlNode node, string key, YamlErrors errors)
    {
        if (node is not YamlMap { Entries: [var entry] })
        {
            errors.Add(node, "Each entry of \"builtins\" is one name with on or off.", "Write it as \"- deferred: on\".");
            return null;
        }

        if (Shapes.OneOf(BuiltinCatalog.Names)(entry.Key, key, errors) is not { } name || Shapes.Text(entry.Value, name, errors) is not { } state)
            return null;
        if (OnOffPattern().Match(state) is { Success: true } match)
            return new Builtin(name, match.Groups[1].Success);
        errors.Add(entry.Value, $"\"{name}\" is \"{state}\".", "Allowed are on and off.");
        return null;
    }

    [GeneratedRegex(@"\A(?:(on|yes|y|True|t|1|true)|off|no|n|False|f|0|false)\z")]
    private static partial Regex OnOffPattern();
}
