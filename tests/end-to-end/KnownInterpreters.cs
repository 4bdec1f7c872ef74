namespace Actors.EndToEnd.Tests;

/// <summary>What the first silo of a run has found out about the machine's interpreters. Later ones look whether it is still so and ask nobody, which is a seventh of a start's processor time.</summary>
internal static class KnownInterpreters
{
    private static volatile byte[]? _found;

    /// <summary>Tells a silo that has not started yet, by its data directory.</summary>
    public static void Give(string data)
    {
        if (_found is { } found)
            File.WriteAllBytes(FileIn(data), found);
    }

    /// <summary>Remembers what a silo has found, unless an earlier one was asked.</summary>
    public static void TakeFrom(string data)
    {
        if (_found is null && File.Exists(FileIn(data)))
            _found = File.ReadAllBytes(FileIn(data));
    }

    private static string FileIn(string data) => Path.Combine(data, "interpreters.json");
}
