namespace Actors.Configuration.Yaml;

/// <summary>Reads a file whose top level is keys with values.</summary>
internal static class YamlFile
{
    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it, for messages.</param>
    /// <param name="owner">What kind of file it is, for messages: "dispatch.yaml".</param>
    /// <param name="example">A line that such a file may hold, for messages.</param>
    /// <param name="read">Reads the keys.</param>
    /// <param name="whenEmpty">What an empty file means; null when a file must not be empty.</param>
    public static ConfigurationResult<T> Read<T>(string text, string file, string owner, string example, Func<MapReader, YamlErrors, T?> read, T? whenEmpty)
        where T : class
    {
        var errors = new YamlErrors(file);
        var root = YamlText.Parse(text, errors, whenEmpty is null ? $"Write at least \"{example}\"." : null);
        var value = root is null || (root.IsNothing && whenEmpty is not null) ? whenEmpty : null;
        if (root is YamlMap mapping)
        {
            var map = new MapReader(mapping, owner, errors);
            value = read(map, errors);
            map.Finish();
        }
        else if (root is not null && value is null)
        {
            errors.Add(root, $"The file holds {root.Kind}, not keys with values.", $"Write \"KEY: VALUE\" lines, such as \"{example}\".");
        }

        var all = errors.Errors;
        return new ConfigurationResult<T>(all.IsEmpty ? value : null, all, errors.Warnings);
    }
}
