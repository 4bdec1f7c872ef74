using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>An app's configuration as its directory has it.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="ShownFile">Its app.yaml as the user named it.</param>
/// <param name="Yaml">What reading app.yaml and what it includes gave.</param>
/// <param name="GcloudIgnore">The text of its .gcloudignore with included files in it, or null when there is none.</param>
/// <param name="Files">Full paths of the files that this depends on, those that may come into being among them.</param>
public sealed record AppOnDisk(AppSource Source, string ShownFile, AppYamlResult Yaml, string? GcloudIgnore, ImmutableArray<string> Files)
{
    /// <summary>Its backends. Default none.</summary>
    public BackendServicesResult Backends { get; init; } = BackendServicesResult.None;

    /// <summary>Reads it. What cannot be read is an error of its result.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="shownFile">Its app.yaml as messages name it.</param>
    public static AppOnDisk Read(AppSource source, string shownFile)
    {
        var ignore = Path.Combine(source.Directory, IgnoreRules.FileName);
        try
        {
            var yaml = AppYamlReader.Read(File.ReadAllText(source.File), shownFile, source);
            var text = TextOf(ignore);
            var flat = text is null ? null : IgnoreRules.Flatten(text, name => TextOf(Path.Combine(source.Directory, name)));
            var ignores = text is null ? [] : IgnoreRules.IncludedNames(text).Select(name => Path.Combine(source.Directory, name));
            return new AppOnDisk(source, shownFile, yaml, flat, [source.File, .. yaml.IncludedFiles, ignore, .. ignores, Path.Combine(source.Directory, BackendServices.FileName)])
            {
                Backends = yaml.Value is { } app ? BackendServices.Of(source, app, yaml.MergedText) : BackendServicesResult.None,
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var error = new ConfigurationError(shownFile, 0, 0, "It cannot be read.", failure.Message);
            return new AppOnDisk(source, shownFile, new AppYamlResult(null, [error]), null, [source.File, ignore]);
        }
    }

    /// <summary>Which files belong to the version. <see cref="AppYamlResult.Value"/> is not null.</summary>
    public VersionFiles VersionFiles => VersionFiles.Of(Yaml.Value!, GcloudIgnore, VersionFiles.SkippedByDefault);

    /// <summary>How messages name another file of the app.</summary>
    /// <param name="path">Relative to the app's directory.</param>
    public string Shown(string path) => Path.Combine(Path.GetDirectoryName(ShownFile) ?? "", path);

    private static string? TextOf(string file) => File.Exists(file) ? File.ReadAllText(file) : null;
}
