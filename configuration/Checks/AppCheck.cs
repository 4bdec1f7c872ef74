using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>
/// Everything that can be said of an app before it is served:
/// <code>
/// app.yaml and what it includes -> its neighbours (cron.yaml, dispatch.yaml, ...) -> the files of the version -> errors and warnings
/// </code>
/// </summary>
public static class AppCheck
{
    /// <summary>Checks an app. The order: app.yaml, its neighbours by name, the files.</summary>
    public static ImmutableArray<ConfigurationError> Of(AppOnDisk app)
    {
        var found = ImmutableArray.CreateBuilder<ConfigurationError>();
        found.AddRange(app.Yaml.Errors);
        found.AddRange(app.Yaml.Warnings);
        foreach (var name in NeighbourFiles.Names)
        {
            var path = Path.Combine(app.Source.Directory, name);
            if (File.Exists(path))
                found.AddRange(NeighbourFiles.Check(path, app.Shown(name)));
        }

        // What backends.yaml says of itself is said already.
        found.AddRange(app.Backends.Found.Except(found));
        if (app.Yaml.Value is { } yaml)
            found.AddRange(OfFiles(app, yaml));
        return found.ToImmutable();
    }

    private static IEnumerable<ConfigurationError> OfFiles(AppOnDisk app, AppYaml yaml)
    {
        var report = new FileReport(app, yaml);
        try
        {
            var files = AppFileList.Of(app.Source.Directory, app.VersionFiles);
            LimitChecks.Check(report, files);
            ScriptChecks.Check(report, files);
            StaticChecks.Check(report, files);
            CompiledChecks.Check(report, files);
            DirectoryChecks.Check(report, files);
            foreach (var backend in app.Backends.Services)
                BackendChecks.Check(report, files, backend);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            report.Error(app.ShownFile, 0, 0, $"The app's files cannot be looked at: {failure.Message}", "Give the right to read them.");
        }

        return report.Found;
    }
}
