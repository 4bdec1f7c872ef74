using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Actors.Configuration.Yaml;

/// <summary>The shapes that values of configuration files have in common.</summary>
public static class Shapes
{
    /// <summary>Any single value, as text: numbers and truth values count as what was written.</summary>
    public static string? Text(YamlNode node, string key, YamlErrors errors)
    {
        if (node is YamlScalar scalar)
            return scalar.Text;
        errors.Add(node, $"\"{key}\" is {node.Kind}, not a single value.", $"Write \"{key}: VALUE\" in one line.");
        return null;
    }

    /// <summary>Text that a pattern matches as a whole.</summary>
    /// <param name="pattern">The pattern; must anchor both ends.</param>
    /// <param name="allowed">What it allows, as a sentence.</param>
    public static Shape<string> Matching(Regex pattern, string allowed) => (node, key, errors) =>
    {
        if (Text(node, key, errors) is not { } text)
            return null;
        if (pattern.IsMatch(text))
            return text;
        errors.Add(node, $"\"{key}\" is \"{text}\".", allowed);
        return null;
    };

    /// <summary>A description: one line of at most 499 characters.</summary>
    public static string? Description(YamlNode node, string key, YamlErrors errors)
    {
        if (Text(node, key, errors) is not { } text)
            return null;
        if (text.Length < 500 && !text.Contains('\n', StringComparison.Ordinal))
            return text;
        errors.Add(node, text.Length < 500 ? $"\"{key}\" has more than one line." : $"\"{key}\" has {text.Length} characters.", "Allowed are 499 characters in one line.");
        return null;
    }

    /// <summary>One of some words.</summary>
    public static Shape<string> OneOf(params string[] words) => (node, key, errors) =>
    {
        if (Text(node, key, errors) is not { } text)
            return null;
        if (words.Contains(text, StringComparer.Ordinal))
            return text;
        errors.Add(node, $"\"{key}\" is \"{text}\".", $"Allowed {(words.Length == 1 ? "is" : "are")} {string.Join(", ", words)}.{Suggestion.Sentence(text, words)}");
        return null;
    };

    /// <summary>A YAML 1.1 truth value; quoted ones count.</summary>
    public static bool? Bool(YamlNode node, string key, YamlErrors errors)
    {
        if (Text(node, key, errors) is not { } text)
            return null;
        switch (text.ToUpperInvariant())
        {
            case "TRUE" or "YES" or "ON":
                return true;
            case "FALSE" or "NO" or "OFF":
                return false;
            default:
                errors.Add(node, $"\"{key}\" is \"{text}\".", "Allowed are true and false (also yes, no, on, off).");
                return null;
        }
    }

    /// <summary>An integer in a range.</summary>
    public static Shape<int?> Int(int least, int most) => (node, key, errors) =>
    {
        if (Text(node, key, errors) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        errors.Add(node, $"\"{key}\" is \"{text}\".", $"Allowed are integers from {least} to {most}.");
        return null;
    };

    /// <summary>A number in a range, ends included.</summary>
    public static Shape<double?> Number(double least, double most) => (node, key, errors) =>
    {
        if (Text(node, key, errors) is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        errors.Add(node, $"\"{key}\" is \"{text}\".", string.Create(CultureInfo.InvariantCulture, $"Allowed are numbers from {least} to {most}."));
        return null;
    };

    /// <summary>A list of values of one shape; wrong ones are reported and left out.</summary>
    public static Shape<ImmutableArray<T>?> ListOf<T>(Shape<T> item)
        where T : class => (node, key, errors) =>
    {
        if (node is not YamlList list)
        {
            errors.Add(node, $"\"{key}\" is {node.Kind}, not a list.", "Write each entry in a line of its own that begins with \"- \".");
            return null;
        }

        var items = ImmutableArray.CreateBuilder<T>(list.Items.Length);
        foreach (var each in list.Items)
        {
            if (item(each, key, errors) is { } value)
                items.Add(value);
        }

        return items.ToImmutable();
    };

    /// <summary>A mapping from names to text.</summary>
    /// <param name="name">What names must look like; must anchor both ends.</param>
    /// <param name="allowed">What it allows, as a sentence.</param>
    public static Shape<ImmutableDictionary<string, string>> TextByName(Regex name, string allowed) => (node, key, errors) =>
    {
        if (node is not YamlMap map)
        {
            errors.Add(node, $"\"{key}\" is {node.Kind}, not names with values.", "Write each entry in a line of its own as \"NAME: VALUE\".");
            return null;
        }

        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (entryKey, value) in map.Entries)
        {
            if (!name.IsMatch(entryKey.Text))
                errors.Add(entryKey, $"\"{key}\" has the name \"{entryKey.Text}\".", allowed);
            else if (values.ContainsKey(entryKey.Text))
                errors.Add(entryKey, $"The key \"{entryKey.Text}\" is given twice in \"{key}\".", "Keep one of them.");
            else if (value.IsNothing)
                values[entryKey.Text] = "";
            else if (Text(value, entryKey.Text, errors) is { } text)
                values[entryKey.Text] = text;
        }

        return values.ToImmutable();
    };

    /// <summary>A mapping that a function reads.</summary>
    public static Shape<T> MapOf<T>(string owner, Func<MapReader, YamlErrors, T?> read)
        where T : class => (node, key, errors) =>
    {
        if (node is not YamlMap map)
        {
            errors.Add(node, $"{char.ToUpperInvariant(owner[0])}{owner[1..]} under \"{key}\" is {node.Kind}, not keys with values.", "Write \"KEY: VALUE\" lines, indented below it.");
            return null;
        }

        var reader = new MapReader(map, owner, errors);
        var result = read(reader, errors);
        reader.Finish();
        return result;
    };
}
