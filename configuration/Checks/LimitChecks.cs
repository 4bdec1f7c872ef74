using System.Globalization;

namespace Actors.Configuration;

/// <summary>App Engine's limits for the files of a version, their names and the version's host name.</summary>
internal static class LimitChecks
{
    /// <summary>Most files of a version.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>Most files directly in one directory.</summary>
    public const int MaxFilesOfDirectory = 1_000;

    /// <summary>Largest file, in bytes.</summary>
    public const long MaxFileLength = 32L * 1024 * 1024;

    private const int MaxLabel = 63;
    private const int MaxName = 1024;

    public static void Check(FileReport report, AppFileList files)
    {
        var app = report.App;
        if (files.Files.Length > MaxFiles)
            report.Error(app.ShownFile, 0, 0, string.Create(CultureInfo.InvariantCulture, $"The version has {files.Files.Length} files."), $"Allowed are 10,000; leave some out with {Leaver(report)}.");
        foreach (var (directory, count) in files.Directories.Where(static entry => entry.Value > MaxFilesOfDirectory).OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            report.Error(app.Shown(directory), 0, 0, string.Create(CultureInfo.InvariantCulture, $"The directory has {count} files."), $"Allowed are 1,000; spread them over several, or leave some out with {Leaver(report)}.");
        report.ForEach(
            files.Files.Where(static file => file.Length > MaxFileLength).Select(static file => file.Path), ConfigurationSeverity.Error,
            static _ => "The file is larger than 32 MB.", $"Make it smaller, or leave it out with {Leaver(report)}.");
        report.ForEach(
            files.Files.Select(static file => file.Path).Where(static path => !IsAllowedName(path)), ConfigurationSeverity.Warning,
            static _ => "App Engine's tools leave a file with such a name out.", "Names do not begin with \"-\" or \"_ah/\", do not end with \".\" or a blank, and have no line breaks.");
        CheckLabel(report);
    }

    /// <summary>What App Engine's tools upload: a path of at most 1024 characters without what a shell or a URL would trip over.</summary>
    public static bool IsAllowedName(string path) =>
        path.Length is > 0 and <= MaxName
        && path[0] is not ('/' or '-' or ' ') && path[^1] is not ('/' or '.' or ' ')
        && !path.StartsWith("./", StringComparison.Ordinal) && !path.StartsWith("_ah/", StringComparison.Ordinal)
        && !path.Contains("..", StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("/ ", StringComparison.Ordinal) && !path.Contains(" /", StringComparison.Ordinal)
        && !path.AsSpan().ContainsAny('\r', '\n');

    /// <summary>The name under which the version is reached. Where the app is named by its directory, another name is easily given.</summary>
    public static void CheckLabel(FileReport report)
    {
        var yaml = report.Yaml;
        var version = yaml.Version ?? AppYaml.DefaultVersion;
        var label = yaml.Service == AppYaml.DefaultService ? $"{version}-dot-{report.App.Source.ApplicationId(yaml)}" : $"{version}-dot-{yaml.Service}-dot-{report.App.Source.ApplicationId(yaml)}";
        if (label.Length <= MaxLabel)
            return;
        var message = $"The version's host name would begin with \"{label}\", which has {label.Length} characters.";
        const string Remedy = "Allowed are 63; take a shorter application, service or version.";
        if (yaml.Application is null)
            report.Warn(report.App.ShownFile, 0, 0, message, Remedy);
        else
            report.Error(report.App.ShownFile, 0, 0, message, Remedy);
    }

    private static string Leaver(FileReport report) => report.IsPython27 ? "skip_files" : ".gcloudignore";
}
