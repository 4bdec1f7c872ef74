using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>The yaml files that stand beside an app.yaml.</summary>
public static class NeighbourFiles
{
    private static readonly FrozenDictionary<string, Func<string, string, ImmutableArray<ConfigurationError>>> Readers =
        new Dictionary<string, Func<string, string, ImmutableArray<ConfigurationError>>>
        {
            [BackendServices.FileName] = static (text, file) => All(BackendsYaml.Read(text, file)),
            ["cron.yaml"] = static (text, file) => All(CronYaml.Read(text, file)),
            ["dispatch.yaml"] = static (text, file) => All(DispatchYaml.Read(text, file)),
            ["dos.yaml"] = static (text, file) => All(DosYaml.Read(text, file)),
            ["index.yaml"] = static (text, file) => All(IndexYaml.Read(text, file)),
            ["queue.yaml"] = static (text, file) => All(QueueYaml.Read(text, file)),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Readers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All errors and warnings of one of them.</summary>
    /// <param name="path">Where it is; its name is one of <see cref="Names"/>.</param>
    /// <param name="shown">The file as messages name it.</param>
    public static ImmutableArray<ConfigurationError> Check(string path, string shown)
    {
        try
        {
            return Readers[Path.GetFileName(path)](File.ReadAllText(path), shown);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [Unreadable(shown)];
        }
    }

    /// <summary>The error of a file that cannot be read.</summary>
    internal static ConfigurationError Unreadable(string shown) => new(shown, 0, 0, "It cannot be read.", "Give the right to read it.");

    private static ImmutableArray<ConfigurationError> All<T>(ConfigurationResult<T> result)
        where T : class => [.. result.Errors, .. result.Warnings];
}
