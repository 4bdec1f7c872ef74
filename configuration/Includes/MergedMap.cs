using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>A mapping in which values are being replaced.</summary>
internal sealed class MergedMap(YamlMap map)
{
    private readonly List<YamlEntry> _entries = [.. map.Entries];

    /// <summary>Replaces the value under a key, which the function gets as null where there is none; a key given twice stays so behind the first.</summary>
    public void Set(string key, Func<YamlNode?, YamlNode> change)
    {
        var at = _entries.FindIndex(entry => entry.Key.Text == key);
        if (at < 0)
        {
            var value = change(null);
            _entries.Add(new YamlEntry(new YamlScalar(key, true, value.Line, value.Column) { File = value.File }, value));
        }
        else
        {
            _entries[at] = _entries[at] with { Value = change(_entries[at].Value is { IsNothing: false } value ? value : null) };
        }
    }

    /// <summary>The mapping with the new values.</summary>
    public YamlMap ToMap() => map with { Entries = [.. _entries] };
}
