using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>Whether static handlers and error pages have files.</summary>
internal static class StaticChecks
{
    /// <summary>An error page is smaller than this, in bytes.</summary>
    public const int MaxErrorPage = 10 * 1024;

    public static void Check(FileReport report, AppFileList files)
    {
        foreach (var handler in report.Yaml.Handlers)
        {
            if (handler.Kind == HandlerKind.StaticDir)
                CheckDirectory(report, handler, files);
            else if (handler.Kind == HandlerKind.StaticFiles)
                CheckUpload(report, handler, files);
        }

        CheckErrorPages(report, files);
    }

    private static void CheckDirectory(FileReport report, Handler handler, AppFileList files)
    {
        var directory = handler.Target.Trim('/');
        directory = directory.StartsWith("./", StringComparison.Ordinal) ? directory[2..] : directory;
        if (directory is "" or "." || files.Files.Any(file => file.Path.StartsWith(directory, StringComparison.Ordinal) && file.Path.Length > directory.Length && file.Path[directory.Length] == '/'))
            return;
        var reason = files.Skipped.Contains(directory) ? "is left out of the version" : files.Directories.ContainsKey(directory) ? "has no files" : "does not exist";
        report.Warn(handler, $"The handler for \"{handler.Url}\" serves nothing: its static_dir \"{handler.Target}\" {reason}.", "Put files there, or name another directory.");
    }

    private static void CheckUpload(FileReport report, Handler handler, AppFileList files)
    {
        var upload = PythonPattern.WholeMatch(handler.Upload!);
        if (!files.Files.Any(file => Matches(upload, file.Path)))
            report.Warn(handler, $"The handler for \"{handler.Url}\" serves nothing: no file matches its upload \"{handler.Upload}\".", "Write a pattern for the paths of files, relative to the app's directory.");
    }

    private static void CheckErrorPages(FileReport report, AppFileList files)
    {
        foreach (var page in report.Yaml.ErrorHandlers)
        {
            if (files.Files.FirstOrDefault(file => file.Path == page.File) is not { } file)
                report.Error(report.App.ShownFile, page.Line, page.Column, $"The error page \"{page.File}\" {(files.Skipped.Contains(page.File) ? "is left out of the version" : "does not exist")}.", "Write it, or remove the entry.");
            else if (file.Length >= MaxErrorPage)
                report.Error(report.App.ShownFile, page.Line, page.Column, $"The error page \"{page.File}\" has {file.Length} bytes.", "Allowed are less than 10,240.");
        }
    }

    private static bool Matches(Regex upload, string path)
    {
        try
        {
            return upload.IsMatch(path);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}
