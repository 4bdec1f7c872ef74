using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Grains;

namespace Actors.Runtimes.Deployments;

/// <summary>An app on disk with its configuration, read and found good.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Yaml">Its app.yaml, with what it includes.</param>
/// <param name="YamlText">The same as one text.</param>
public sealed record AppToServe(AppSource Source, AppYaml Yaml, string YamlText)
{
    /// <summary>The file beside app.yaml that says which service answers which hosts and paths.</summary>
    public const string DispatchFile = "dispatch.yaml";

    private const string DosFile = "dos.yaml";

    /// <summary>The app's own rules, which stand beside its default service's app.yaml; null for another service.</summary>
    public AppRules? Rules { get; init; }

    /// <summary>The text of its .gcloudignore with included files in it, or null when there is none. Default null.</summary>
    public string? GcloudIgnore { get; init; }

    /// <summary>Full paths of the files that its configuration depends on, those that may come into being among them.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>The backend that this is, which is served with its app's files; null for a service with an app.yaml of its own.</summary>
    public Backend? Backend { get; init; }

    /// <summary>The app's backends, each as a service to serve; empty for one of them, and where there are none.</summary>
    public ImmutableArray<AppToServe> Backends { get; init; } = [];

    /// <summary>Requests that an instance takes at a time.</summary>
    public int MaxConcurrentRequests => Yaml.ThreadSafe && Backend?.MaxConcurrentRequests is { } most ? most : Yaml.MaxConcurrentRequests;

    /// <summary>The application id: as app.yaml says, otherwise from the directory's name.</summary>
    public string Id => Source.ApplicationId(Yaml);

    /// <summary>The version: as app.yaml says, otherwise <see cref="AppYaml.DefaultVersion"/>.</summary>
    public string VersionName => Yaml.Version ?? AppYaml.DefaultVersion;

    /// <summary>Finds and reads an app.</summary>
    /// <param name="path">A directory or a yaml file, as the user named it.</param>
    /// <returns>The app, or everything that is wrong with its app.yaml, and with the files beside it that are in effect.</returns>
    public static (AppToServe? App, ImmutableArray<ConfigurationError> Errors) Read(string path)
    {
        var (disk, errors) = OnDisk(path);
        if (disk is null)
            return (null, errors);
        var wrong = disk.Yaml.Errors.IsEmpty ? RuleErrors(disk) : disk.Yaml.Errors;
        return wrong.IsEmpty ? (Of(disk), []) : (null, wrong);
    }

    /// <summary>As <see cref="Read"/>, and looks at the files beside app.yaml and at the app's files too.</summary>
    /// <param name="path">A directory or a yaml file, as the user named it.</param>
    /// <returns>The app, null when there is an error; and all errors and warnings.</returns>
    public static (AppToServe? App, ImmutableArray<ConfigurationError> Found) Check(string path)
    {
        var (disk, errors) = OnDisk(path);
        if (disk is null)
            return (null, errors);
        var found = AppCheck.Of(disk);
        return (found.Any(static error => error.Severity == ConfigurationSeverity.Error) ? null : Of(disk), found);
    }

    private static (AppOnDisk? Disk, ImmutableArray<ConfigurationError> Errors) OnDisk(string path)
    {
        var found = AppSource.Find(path);
        if (found.Problem is { } problem)
            return (null, [problem]);
        var source = found.Value!;
        return (AppOnDisk.Read(source, Path.GetFullPath(path) == source.Directory ? Path.Combine(path, Path.GetFileName(source.File)) : path), []);
    }

    private static AppToServe? Of(AppOnDisk disk)
    {
        if (disk.Yaml.Value is not { } yaml)
            return null;
        var (dispatch, dos) = (Path.Combine(disk.Source.Directory, DispatchFile), Path.Combine(disk.Source.Directory, DosFile));
        var app = new AppToServe(disk.Source, yaml, disk.Yaml.MergedText)
        {
            Rules = yaml.Service == AppYaml.DefaultService ? new AppRules(TextOf(dispatch), TextOf(dos)) : null,
            GcloudIgnore = disk.GcloudIgnore,
            Files = [.. disk.Files, dispatch, dos],
        };
        return app with
        {
            Backends = [.. disk.Backends.Services.Select(service => app with { Yaml = service.Yaml, YamlText = service.Text, Backend = service.Backend, Rules = null })],
        };
    }

    private static ImmutableArray<ConfigurationError> RuleErrors(AppOnDisk disk) =>
    [
        .. from name in new[] { DispatchFile, DosFile }
           let file = Path.Combine(disk.Source.Directory, name)
           where disk.Yaml.Value?.Service == AppYaml.DefaultService && File.Exists(file)
           from error in NeighbourFiles.Check(file, disk.Shown(name))
           where error.Severity == ConfigurationSeverity.Error
           select error,
        .. disk.Backends.Errors,
    ];

    private static string TextOf(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return ""; // it has been looked at just before
        }
    }
}
