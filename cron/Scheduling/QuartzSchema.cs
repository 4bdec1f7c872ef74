using Actors.Storage.Schema;
using Quartz;

namespace Actors.Cron;

/// <summary>Quartz's own tables. Quartz brings the statements; a version of Quartz with other tables becomes the next step here.</summary>
internal static class QuartzSchema
{
    /// <summary>What the names of the tables begin with.</summary>
    public const string Prefix = "quartz_";

    /// <summary>The component <c>quartz</c>.</summary>
    public static SchemaComponent Component { get; } = new("quartz", [new SchemaUpgrade(1, Script("sqlite"), Script("postgres"))]);

    private static string Script(string dialect)
    {
        var name = $"Quartz.Impl.AdoJobStore.Schema.create_{dialect}.sql";
        using var stream = typeof(IScheduler).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"This version of Quartz has no {name}.");
        using var reader = new StreamReader(stream);

        // Parted by a line of its own; comments may hold what looks like a parameter.
        var statements = reader.ReadToEnd().Split("\n--;;").Select(static part => string.Join('\n', part.Split('\n').Where(static line => !line.StartsWith("--", StringComparison.Ordinal))).Trim())
            .Where(static statement => statement.Length > 0).Select(static statement => statement.TrimEnd(';') + ";");
        return string.Join('\n', statements).Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Prefix, StringComparison.Ordinal);
    }
}
