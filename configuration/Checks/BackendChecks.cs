namespace Actors.Configuration;

/// <summary>What is to be said of a backend and not of its app: the code of its start handler, and its name.</summary>
internal static class BackendChecks
{
    public static void Check(FileReport report, AppFileList files, BackendService backend)
    {
        var own = new FileReport(report.App, backend.Yaml);
        ScriptChecks.Check(own, files);
        report.AddRange(own.Found.Where(found => found.File == backend.Backend.File && found.Line == backend.Backend.StartLine));
        var limits = new FileReport(report.App, backend.Yaml);
        LimitChecks.CheckLabel(limits);
        report.AddRange(limits.Found);
    }
}
