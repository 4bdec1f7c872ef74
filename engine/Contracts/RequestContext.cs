using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that flow with calls, from caller to callee and never back. Values must be serialisable, like messages.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object>?> Values = new();

    /// <summary>The keys that are set.</summary>
    public static IEnumerable<string> Keys => Values.Value?.Keys ?? [];

    /// <summary>All that is set.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The value of a key, or null.</summary>
    public static object? Get(string key) => Values.Value?.GetValueOrDefault(key);

    /// <summary>Sets a value for the rest of this flow and the calls it makes.</summary>
    public static void Set(string key, object value) => Values.Value = (Values.Value ?? ImmutableDictionary<string, object>.Empty).SetItem(key, value);

    /// <summary>Removes a value; false when there was none.</summary>
    public static bool Remove(string key)
    {
        if (Values.Value is not { } values || !values.ContainsKey(key)) return false;
        values = values.Remove(key);
        Values.Value = values.IsEmpty ? null : values;
        return true;
    }

    /// <summary>Removes all.</summary>
    public static void Clear() => Restore(null);

    internal static ImmutableDictionary<string, object>? Snapshot => Values.Value;

    internal static void Restore(ImmutableDictionary<string, object>? values)
    {
        if (!ReferenceEquals(Values.Value, values)) Values.Value = values;
    }
}
