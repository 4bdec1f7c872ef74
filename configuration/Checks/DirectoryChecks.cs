namespace Actors.Configuration;

/// <summary>What else an app's directory shows: links that lead nowhere, libraries that nobody installs, rules that do not count.</summary>
internal static class DirectoryChecks
{
    private const string Requirements = "requirements.txt";

    public static void Check(FileReport report, AppFileList files)
    {
        report.ForEach(files.BrokenLinks, ConfigurationSeverity.Warning, static _ => "The link leads nowhere, or back to where it is; it is left out.", "Let it lead to a file or a directory, or remove it.");
        if (report.App.GcloudIgnore is not null && report.IsPython27)
            report.Warn(report.App.Shown(IgnoreRules.FileName), 0, 0, "It does not count for python27.", "Name the files in \"skip_files\" of app.yaml.");
        if (report.App.GcloudIgnore is not null && !report.IsPython27 && report.Yaml.SkipFiles is not null)
            report.Warn(report.App.ShownFile, 0, 0, "\"skip_files\" does not count, because there is a .gcloudignore.", "Keep one of them.");
        if (File.Exists(Path.Combine(report.App.Source.Directory, Requirements)) && !files.Files.Any(static file => file.Path.StartsWith("lib/", StringComparison.Ordinal)))
            report.Warn(report.App.Shown(Requirements), 0, 0, "Actors does not install what it names.", "Run \"pip install -t lib -r requirements.txt\" in the app's directory and call \"vendor.add('lib')\" of google.appengine.ext in appengine_config.py, or install it for the machine's Python.");
    }
}
