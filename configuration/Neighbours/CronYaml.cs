using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>An app's cron.yaml: requests that the platform makes on a schedule. Immutable; a changed file makes a new one.</summary>
/// <param name="File">The file it was read from, as the user named it.</param>
/// <param name="Application">The app it names (partition and domain removed), or null.</param>
/// <param name="Jobs">In order. None deletes all jobs.</param>
public sealed partial record CronYaml(string File, string? Application, ImmutableArray<CronJob> Jobs)
{
    /// <summary>Most jobs of an app.</summary>
    public const int MaxJobs = 250;

    private const int MostRetries = 5;
    private const int MaxZoneName = 100;

    private static readonly Shape<string> Url = Shapes.Matching(UrlPattern(), "Allowed are paths of the app that begin with \"/\", such as \"/tasks/daily?all=1\".");
    private static readonly Shape<string> Target = Shapes.Matching(TargetPattern(), "Allowed are a service, a version of the default service, or \"SERVICE:VERSION\", in lower-case letters, digits and hyphens.");
    private static readonly Shape<RetryParameters> Retry = RetryParametersReader.Of("job", MostRetries);

    /// <summary>Reads the text of a cron.yaml.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">The file as the user named it, for messages.</param>
    public static ConfigurationResult<CronYaml> Read(string text, string file) =>
        YamlFile.Read(text, file, "cron.yaml", "cron: []", (map, _) => Read(map, file), whenEmpty: null);

    private static CronYaml Read(MapReader map, string file)
    {
        var application = map.Optional("application", AppShapes.ApplicationId);
        var jobs = map.Optional<ImmutableArray<CronJob>?>("cron", Shapes.ListOf(Shapes.MapOf("a cron job", ReadJob))) ?? [];
        if (jobs.Length > MaxJobs)
            map.Error("cron", $"There are {jobs.Length} jobs.", $"Allowed are {MaxJobs}.");
        return new CronYaml(file, AppShapes.WithoutPartition(application), jobs);
    }

    private static CronJob? ReadJob(MapReader map, YamlErrors errors)
    {
        var url = map.Required("url", Url, "Give the path that is requested, such as \"url: /tasks/daily\".");
        var schedule = map.Required("schedule", Shapes.Text, "Say when, such as \"schedule: every 24 hours\".");
        if (schedule is not null && string.IsNullOrWhiteSpace(schedule))
            map.Error("schedule", "\"schedule\" is empty.", "Say when, such as \"every 24 hours\".");
        var (when, wrong) = string.IsNullOrWhiteSpace(schedule) ? default : ScheduleReader.Read(schedule);
        if (wrong is not null)
            map.Error("schedule", $"\"schedule\" is \"{schedule}\". At character {wrong.Column}: {wrong.Message}", wrong.Expected);
        var job = new CronJob
        {
            Line = map.Map.Line,
            Url = url ?? "",
            Schedule = schedule ?? "",
            When = when,
            ScheduleLine = map.At("schedule").Line,
            ScheduleColumn = map.At("schedule").Column,
            TimeZone = map.Optional("timezone", Zone) ?? "UTC",
            Description = map.Optional("description", Shapes.Description),
            Target = map.Optional("target", Target),
            Retry = map.Optional("retry_parameters", Retry),
            AttemptDeadline = map.Optional<TimeSpan?>("attempt_deadline", RetryParametersReader.Age),
        };
        return url is null || schedule is null ? null : job;
    }

    private static string? Zone(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } name)
            return null;
        if (name.Length <= MaxZoneName && ZonePattern().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
            return name;
        errors.Add(node, $"\"{key}\" is \"{name}\".", "Allowed are names of the time zone database, such as \"Europe/Berlin\" and \"UTC\".");
        return null;
    }

    [GeneratedRegex(@"\A/.*\z")]
    private static partial Regex UrlPattern();

    [GeneratedRegex(@"\A(?:(?!-)[a-z\d-]{1,63}:)?(?!-)[a-z\d-]{1,100}\z")]
    private static partial Regex TargetPattern();

    // Windows' names, which have blanks, are none.
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+/-]*\z")]
    private static partial Regex ZonePattern();
}
