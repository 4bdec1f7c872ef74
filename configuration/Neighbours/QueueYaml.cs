using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>An app's queue.yaml: its task queues. Immutable; a changed file makes a new one.</summary>
/// <param name="File">The file it was read from, as the user named it.</param>
/// <param name="Application">The app it names (partition and domain removed), or null.</param>
/// <param name="TotalStorageLimit">Most bytes of all tasks together, or null for the platform's own.</param>
/// <param name="Queues">In order.</param>
public sealed partial record QueueYaml(string File, string? Application, long? TotalStorageLimit, ImmutableArray<TaskQueue> Queues)
{
    /// <summary>Reads the text of a queue.yaml.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it, for messages.</param>
    public static ConfigurationResult<QueueYaml> Read(string text, string file) =>
        YamlFile.Read(text, file, "queue.yaml", "queue: []", (map, errors) => Read(map, errors, file), whenEmpty: null);

    private static QueueYaml Read(MapReader map, YamlErrors errors, string file)
    {
        var application = map.Optional("application", AppShapes.ApplicationId);
        var limit = map.Optional<long?>("total_storage_limit", Bytes);
        var queues = map.Optional<ImmutableArray<TaskQueue>?>("queue", Shapes.ListOf(Shapes.MapOf("a queue", TaskQueueReader.Read))) ?? [];
        foreach (var same in queues.GroupBy(static queue => queue.Name).Where(static group => group.Skip(1).Any()))
            errors.AddIn(null, same.Last().Line, 3, $"The queue \"{same.Key}\" is given twice, first in line {same.First().Line}.", "Give one of them another name.");
        return new QueueYaml(file, AppShapes.WithoutPartition(application), limit, queues);
    }

    private static long? Bytes(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text)
            return null;
        if (BytesPattern().Match(text) is { Success: true } match)
        {
            var power = Math.Max(0, "BKMGT".IndexOf(match.Groups[2].Value, StringComparison.Ordinal));
            var bytes = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * Math.Pow(1024, match.Groups[2].Length == 0 ? 0 : power);
            if (bytes < long.MaxValue)
                return (long)bytes;
        }

        errors.Add(node, $"\"{key}\" is \"{text}\".", "Allowed are numbers of bytes, or with K, M, G or T behind, such as \"500M\".");
        return null;
    }

    [GeneratedRegex(@"\A([0-9]{1,15}(?:\.[0-9]{0,9})?)([BKMGT]?)\z")]
    private static partial Regex BytesPattern();
}
