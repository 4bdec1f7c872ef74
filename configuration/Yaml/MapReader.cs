namespace Actors.Configuration.Yaml;

/// <summary>What a value must look like: returns it typed, or reports what is wrong and returns null (default).</summary>
/// <typeparam name="T">The typed value; nullable for value types.</typeparam>
/// <param name="node">The value.</param>
/// <param name="key">The key it stands under, for messages.</param>
/// <param name="errors">Where to report.</param>
public delegate T? Shape<T>(YamlNode node, string key, YamlErrors errors);

/// <summary>Reads one mapping key by key. Reports duplicate keys, missing required ones, and (in <see cref="Finish"/>) those that nobody asked for.</summary>
public sealed class MapReader
{
    private readonly YamlErrors _errors;
    private readonly YamlMap _map;
    private readonly string _owner;
    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Begins reading.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="owner">What it describes, for messages: "app.yaml", "a handler".</param>
    /// <param name="errors">Where to report.</param>
    public MapReader(YamlMap map, string owner, YamlErrors errors)
    {
        (_map, _owner, _errors) = (map, owner, errors);
        foreach (var entry in map.Entries)
        {
            if (!_entries.TryAdd(entry.Key.Text, entry))
                errors.Add(entry.Key, $"The key \"{entry.Key.Text}\" is given twice, first in line {_entries[entry.Key.Text].Key.Line}.", "Keep one of them.");
        }
    }

    /// <summary>The mapping that is read.</summary>
    public YamlMap Map => _map;

    /// <summary>The typed value under <paramref name="key"/>; null (default) when it is absent, empty or wrong.</summary>
    public T? Optional<T>(string key, Shape<T> shape)
    {
        _known.Add(key);
        return _entries.TryGetValue(key, out var entry) && !entry.Value.IsNothing ? shape(entry.Value, key, _errors) : default;
    }

    /// <summary>As <see cref="Optional"/>, and reports when the key is absent or empty.</summary>
    public T? Required<T>(string key, Shape<T> shape, string remedy)
    {
        if (!Has(key))
            _errors.Add(_map, $"The key \"{key}\" is missing in {_owner}.", remedy);
        return Optional(key, shape);
    }

    /// <summary>Accepts keys without looking at their values.</summary>
    public void Accept(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
            _known.Add(key);
    }

    /// <summary>The key is given and not empty.</summary>
    public bool Has(string key) => _entries.TryGetValue(key, out var entry) && !entry.Value.IsNothing;

    /// <summary>Where a key's value stands, or the mapping itself when it is not given.</summary>
    public YamlNode At(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : _map;

    /// <summary>Where a key stands, or the mapping itself when it is not given.</summary>
    public YamlNode AtKey(string key) => _entries.TryGetValue(key, out var entry) ? entry.Key : _map;

    /// <summary>Reports an error at a key's value.</summary>
    public void Error(string key, string message, string remedy) => _errors.Add(At(key), message, remedy);

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Finish()
    {
        foreach (var (key, entry) in _entries)
        {
            if (_known.Contains(key))
                continue;
            var meant = Suggestion.For(key, _known);
            _errors.Add(entry.Key, $"The key \"{key}\" is not known in {_owner}.",
                meant is null ? $"Known are {string.Join(", ", _known)}." : $"Did you mean \"{meant}\"?");
        }
    }
}
