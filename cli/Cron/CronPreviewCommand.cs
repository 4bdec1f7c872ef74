using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Actors.Configuration;
using Actors.Cron;

namespace Actors.Cli;

/// <summary><c>actors cron preview FILE</c>: when the jobs of a cron.yaml will run. Needs no silo.</summary>
internal static class CronPreviewCommand
{
    private const int DefaultCount = 5;
    private const int MaxCount = 100_000;
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A cron.yaml, or the directory it is in." };
        var from = new Option<string>("--from") { Description = "Runs after this instant, such as 2026-03-06T12:34:56Z. Default now." };
        var count = new Option<int>("--count") { Description = $"How many runs of each job, 1 to {MaxCount}. Default {DefaultCount}.", DefaultValueFactory = static _ => DefaultCount };
        var json = new Option<bool>("--json") { Description = "Print the runs as JSON." };
        from.Validators.Add(result =>
        {
            if (Instant(result.GetValueOrDefault<string>()) is null)
                result.AddError($"\"{result.GetValueOrDefault<string>()}\" is no instant; write it as 2026-03-06T12:34:56Z.");
        });
        count.Validators.Add(static result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() is >= 1 and <= MaxCount)
                return;
            result.AddError($"--count is from 1 to {MaxCount}.");
        });
        var command = new Command("preview", "Prints when the jobs of a cron.yaml run next, in local time and in UTC, with a note where daylight saving skips or repeats a run.") { file, from, count, json };
        command.SetAction(parsed => Preview(
            parsed.GetRequiredValue(file), parsed.GetValue(from) is { } text ? Instant(text)!.Value : TimeProvider.System.GetUtcNow(), parsed.GetValue(count), parsed.GetValue(json)));
        return command;
    }

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    private static int Preview(string path, DateTimeOffset from, int count, bool asJson)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "cron.yaml") : path;
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            System.Console.Error.WriteLine($"{file}: It cannot be read: {failure.Message}");
            return ExitCodes.Failed;
        }

        var read = CronYaml.Read(text, file);
        foreach (var error in read.Errors)
            System.Console.Error.WriteLine(error);
        if (read.Value is not { } cron)
            return ExitCodes.Failed;
        var previews = cron.Jobs.Select(job => JobPreview.Of(job, from, count)).ToArray();
        if (asJson)
            System.Console.WriteLine(JsonSerializer.Serialize(previews.Select(AsJson), Json));
        else
            Write(System.Console.Out, previews);
        return ExitCodes.Ok;
    }

    private static object AsJson(JobPreview preview) => new
    {
        url = preview.Job.Url,
        schedule = preview.Job.Schedule,
        timezone = preview.Job.TimeZone,
        runs = preview.Runs.Select(run => run.Utc.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)),
    };

    private static void Write(TextWriter to, JobPreview[] previews)
    {
        if (previews.Length == 0)
            to.WriteLine("no jobs");
        foreach (var (job, runs) in previews)
        {
            to.WriteLine($"{job.Url}  {job.Schedule}  ({job.TimeZone}){(job.Description is { } description ? $"  {description}" : "")}");
            if (runs.Count == 0)
                to.WriteLine("  never");
            foreach (var run in runs)
            {
                to.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  {run.Local:ddd yyyy-MM-dd HH:mm zzz}  {run.Utc.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)}{(run.Note is { } note ? $"  {note}" : "")}"));
            }
        }
    }
}
