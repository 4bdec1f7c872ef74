using System.Text.Json;

namespace Actors.Cron;

/// <summary>A row of cron_jobs.</summary>
internal sealed class JobRow
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    public string App { get; set; } = "";

    public string Job { get; set; } = "";

    public long Position { get; set; }

    public string Definition { get; set; } = "";

    public long Paused { get; set; }

    public long Since { get; set; }

    public long? LastScheduled { get; set; }

    public long? LastEnded { get; set; }

    public static JobRow Of(JobState job) => new()
    {
        App = job.App,
        Job = job.Id,
        Position = job.Position,
        Definition = JsonSerializer.Serialize(job.Definition, Json),
        Since = job.Since.ToUnixTimeMilliseconds(),
    };

    public JobState ToState() => new(App, Job, JsonSerializer.Deserialize<JobDefinition>(Definition, Json)!)
    {
        Position = (int)Position,
        IsPaused = Paused != 0,
        Since = DateTimeOffset.FromUnixTimeMilliseconds(Since),
        LastScheduled = LastScheduled is { } scheduled ? DateTimeOffset.FromUnixTimeMilliseconds(scheduled) : null,
        LastEnded = LastEnded is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null,
    };
}
