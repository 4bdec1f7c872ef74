using System.Collections.Immutable;
using System.Globalization;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>
/// Makes one tree of an app.yaml and all that it includes:
/// <code>
/// app.yaml: builtins, then includes ----> each file once, depth first: its own parts, then its builtins, then its includes
///                                              |
///     handlers = included ones, then app.yaml's own, then those with "position: tail"
///     env_variables = app.yaml's, then each file's: the later wins        skip_files = all of them        manual_scaling = the larger
/// </code>
/// The nodes keep their files and places, so that what is wrong in them is said where it stands.
/// </summary>
internal sealed class IncludeMerge
{
    /// <summary>Deepest chain of files that include one another.</summary>
    private const int MaxDepth = 100;

    private readonly IncludeFiles _files;
    private readonly YamlErrors _errors;
    private readonly Dictionary<string, string> _included = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _excluded = new(StringComparer.Ordinal);
    private readonly List<IncludedYaml> _parts = [];

    private IncludeMerge(IncludeFiles files, YamlErrors errors) => (_files, _errors) = (files, errors);

    /// <summary>Merges.</summary>
    /// <param name="root">The app.yaml.</param>
    /// <param name="files">Where included files are.</param>
    /// <param name="errors">Collects the errors of all files.</param>
    /// <returns>The merged tree, the same object when nothing is included, and the full paths of the included files.</returns>
    public static (YamlMap Merged, ImmutableArray<string> Files) Merge(YamlMap root, IncludeFiles files, YamlErrors errors)
    {
        // What is wrong with these lists is said where the merged tree is read.
        var map = new MapReader(root, "app.yaml", new YamlErrors(errors.File));
        var builtins = IncludedYamlReader.ReadBuiltins(map);
        var includes = IncludedYamlReader.ReadIncludes(map);
        if (builtins.IsEmpty && includes.IsEmpty)
            return (root, []);

        var merge = new IncludeMerge(files, errors);
        merge.Follow(builtins, includes, files.Directory, errors.File, depth: 0);
        return (merge.Combine(root), [.. merge._included.Keys.Where(Path.IsPathRooted)]);
    }

    private void Follow(ImmutableArray<(YamlScalar Name, bool On)> builtins, ImmutableArray<YamlScalar> includes, string directory, string from, int depth)
    {
        // "off" counts before anything of this file is included, whatever the order of the list.
        foreach (var (name, _) in builtins.Where(static builtin => !builtin.On))
        {
            if (_included.TryGetValue(name.Text, out var by))
                _errors.Warn(name, $"\"{name.Text}\" is turned off here, but {by} has included it already.", "It stays on; remove one of them.");
            _excluded.TryAdd(name.Text, from);
        }

        foreach (var (name, _) in builtins.Where(static builtin => builtin.On))
        {
            if (_excluded.TryGetValue(name.Text, out var by))
                _errors.Warn(name, $"\"{name.Text}\" is turned on here, but {by} has turned it off.", "It stays off; remove one of them.");
            else if (_included.TryAdd(name.Text, from))
                Take(BuiltinCatalog.Find(name.Text)!, directory, new YamlErrors($"builtin {name.Text}"), depth);
        }

        foreach (var path in includes)
            FollowFile(path, directory, from, depth);
    }

    private void FollowFile(YamlScalar path, string directory, string from, int depth)
    {
        if (_files.Find(directory, path.Text) is not { } file)
        {
            _errors.Add(path, $"The included file \"{path.Text}\" does not exist.", "It is looked for beside the file that includes it, then in the app's directory; a directory stands for its include.yaml.");
            return;
        }

        if (!_included.TryAdd(file, from))
            return;
        if (depth >= MaxDepth)
        {
            _errors.Add(path, $"Files include one another more than {MaxDepth} deep.", "Include this one from app.yaml.");
            return;
        }

        try
        {
            Take(File.ReadAllText(file), Path.GetDirectoryName(file)!, new YamlErrors(_files.Shown(file)), depth, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _errors.Add(path, $"The included file \"{path.Text}\" cannot be read.", "Give the right to read it.");
        }
    }

    private void Take(string text, string directory, YamlErrors errors, int depth, YamlScalar? path = null)
    {
        var part = IncludedYamlReader.Read(text, errors);
        _errors.AddAll(errors);
        if (part is null)
        {
            if (path is not null && errors.Errors.IsEmpty)
                _errors.Warn(path, $"The included file \"{path.Text}\" is empty.", "Remove it from \"includes\".");
            return;
        }

        _parts.Add(part);
        Follow(part.Builtins, part.Includes, directory, errors.File, depth + 1);
    }

    private YamlMap Combine(YamlMap root)
    {
        var tree = new MergedMap(root);
        var handlers = _parts.SelectMany(static part => part.Handlers).ToArray();
        if (handlers.Length > 0)
            tree.Set("handlers", own => new YamlList([.. handlers.Where(static handler => !IsTail(handler)).Select(Placed), .. Items(own), .. handlers.Where(IsTail).Select(Placed)], own?.Line ?? root.Line, own?.Column ?? root.Column) { File = root.File });
        foreach (var part in _parts)
        {
            if (part.EnvVariables is { } variables)
                tree.Set("env_variables", own => own is null or YamlMap ? Overlaid(own as YamlMap, variables) : own);
            if (part.SkipFiles is { } skipped)
                tree.Set("skip_files", own => new YamlList([.. own is null ? [Made(SkipPatterns.Default)] : Items(own), .. Items(skipped)], skipped.Line, skipped.Column) { File = skipped.File });
            if (part.ManualScaling is { } scaling)
                tree.Set("manual_scaling", own => own is YamlMap mine && Instances(mine) >= Instances(scaling) ? mine : scaling);
            if (part.AdminConsole is { } console)
                tree.Set("admin_console", own => own is YamlMap mine && console is YamlMap other ? MergedPages(mine, other) : own ?? console);
            foreach (var (key, value) in part.Flexible)
                tree.Set(key.Text, own => own is YamlMap mine && value is YamlMap other ? Overlaid(mine, other) : own ?? value);
        }

        return tree.ToMap();
    }

    private static bool IsTail(YamlMap handler) => handler.Entries.Any(static entry => entry is { Key.Text: "position", Value: YamlScalar { Text: "tail" } });

    private static YamlNode Placed(YamlMap handler) => handler with { Entries = [.. handler.Entries.Where(static entry => entry.Key.Text != "position")] };

    private static ImmutableArray<YamlNode> Items(YamlNode? node) => node switch
    {
        null => [],
        YamlList list => list.Items,
        _ => [node],
    };

    private static YamlScalar Made(string text) => new(text, false, 1, 1);

    // What one file has twice stays there twice, which is its mistake; only what another file has is replaced.
    private static YamlMap Overlaid(YamlMap? below, YamlMap above)
    {
        var names = above.Entries.Select(static entry => entry.Key.Text).ToHashSet(StringComparer.Ordinal);
        return (below ?? above) with { Entries = [.. (below?.Entries ?? []).Where(entry => !names.Contains(entry.Key.Text)), .. above.Entries] };
    }

    private static YamlMap MergedPages(YamlMap mine, YamlMap other)
    {
        var pages = other.Entries.FirstOrDefault(static entry => entry.Key.Text == "pages")?.Value;
        var tree = new MergedMap(mine);
        if (pages is not null)
            tree.Set("pages", own => new YamlList([.. Items(own), .. Items(pages)], mine.Line, mine.Column) { File = mine.File });
        return tree.ToMap();
    }

    private static long Instances(YamlMap scaling) =>
        scaling.Entries.FirstOrDefault(static entry => entry.Key.Text == "instances")?.Value is YamlScalar { Text: var text }
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
