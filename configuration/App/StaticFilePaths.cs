using System.Text.RegularExpressions;

namespace Actors.Configuration;

/// <summary>Says which of an app's files are only served as they are: App Engine does not show them to the app's code.</summary>
public sealed class StaticFilePaths
{
    private readonly string[] _directories;
    private readonly Regex[] _uploads;
    private readonly string[] _readableDirectories;
    private readonly Regex[] _readableUploads;

    /// <summary>Compiles the static handlers of an app.yaml.</summary>
    public StaticFilePaths(AppYaml app)
    {
        _directories = Directories(app, readable: false);
        _readableDirectories = Directories(app, readable: true);
        _uploads = Uploads(app, readable: false);
        _readableUploads = Uploads(app, readable: true);
    }

    /// <summary>True for a path, relative and with '/', that belongs to a static handler.</summary>
    public bool AreStatic(string path) => Matches(path, _directories, _uploads) || Matches(path, _readableDirectories, _readableUploads);

    /// <summary>True for a path, relative and with '/', that belongs to a static handler and to none that is <c>application_readable</c>.</summary>
    public bool AreStaticOnly(string path) => Matches(path, _directories, _uploads) && !Matches(path, _readableDirectories, _readableUploads);

    private static string[] Directories(AppYaml app, bool readable) =>
        [.. from handler in app.Handlers
            where handler.Kind == HandlerKind.StaticDir && handler.ApplicationReadable == readable
            select handler.Target.TrimEnd('/') + "/"];

    private static Regex[] Uploads(AppYaml app, bool readable) =>
        [.. from handler in app.Handlers
            where handler is { Kind: HandlerKind.StaticFiles, Upload: not null } && handler.ApplicationReadable == readable
            select PythonPattern.WholeMatch(handler.Upload!)];

    private static bool Matches(string path, string[] directories, Regex[] uploads) =>
        directories.Any(directory => path.StartsWith(directory, StringComparison.Ordinal)) || uploads.Any(upload => upload.IsMatch(path));
}
