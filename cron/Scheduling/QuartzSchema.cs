using Actors.Storage.Schema;
using Quartz;

namespace Actors.Cron;

/// <summary>Quartz's own tables. Quartz brings the statements; a version of Quartz with other tables becomes the next step here.</summary>
internal static class QuartzSchema
{
    /// <summary>What the names of the tables begin with.</summary>
    public const string Prefix = "quartz_";

    // Quartz reads batches by (SCHED_NAME = x AND (name and group of one OR of another OR ...)). Without statistics SQLite takes a SCHED_NAME for rare, though all rows have the same, and reads the whole table
    // each time. These say what is so in a table with many jobs; in a small one it makes no difference. PostgreSQL gathers its own.
    private const string SqliteStatistics = """

        ANALYZE;
        DELETE FROM sqlite_stat1 WHERE lower(tbl) IN ('quartz_triggers', 'quartz_job_details');
        INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
            ('quartz_JOB_DETAILS', 'sqlite_autoindex_quartz_JOB_DETAILS_1', '100000 100000 1 1'),
            ('quartz_JOB_DETAILS', 'IDX_quartz_J_G_N', '100000 100000 20 1'),
            ('quartz_TRIGGERS', 'sqlite_autoindex_quartz_TRIGGERS_1', '100000 100000 1 1'),
            ('quartz_TRIGGERS', 'IDX_quartz_T_J', '100000 100000 2 1'),
            ('quartz_TRIGGERS', 'IDX_quartz_T_G_N', '100000 100000 20 1'),
            ('quartz_TRIGGERS', 'IDX_quartz_T_C', '100000 100000 100000'),
            ('quartz_TRIGGERS', 'IDX_quartz_T_NFT_ST', '100000 100000 25000 5 5 5');
        """;

    /// <summary>The component <c>quartz</c>.</summary>
    public static SchemaComponent Component { get; } = new("quartz", [new SchemaUpgrade(1, Script("sqlite") + SqliteStatistics, Script("postgres"))]);

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
