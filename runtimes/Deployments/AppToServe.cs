using System.Collections.Immutable;
using Actors.Configuration;

namespace Actors.Runtimes.Deployments;

/// <summary>An app on disk with its configuration, read and found good.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Yaml">Its app.yaml.</param>
/// <param name="YamlText">The text that was read.</param>
public sealed record AppToServe(AppSource Source, AppYaml Yaml, string YamlText)
{
    /// <summary>The application id: as app.yaml says, otherwise from the directory's name.</summary>
    public string Id => Source.ApplicationId(Yaml);

    /// <summary>Finds and reads an app.</summary>
    /// <param name="path">A directory or a yaml file, as the user named it.</param>
    /// <returns>The app, or everything that is wrong with it.</returns>
    public static (AppToServe? App, ImmutableArray<ConfigurationError> Errors) Read(string path)
    {
        var found = AppSource.Find(path);
        if (found.Problem is { } problem)
            return (null, [problem]);
        var source = found.Value!;
        string text;
        try
        {
            text = File.ReadAllText(source.File);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, [new ConfigurationError(source.File, 0, 0, "It cannot be read.", failure.Message)]);
        }
        var shown = Path.GetFullPath(path) == source.Directory ? Path.Combine(path, Path.GetFileName(source.File)) : path;
        var read = AppYamlReader.Read(text, shown);
        return read.Value is { } yaml ? (new AppToServe(source, yaml, text), []) : (null, read.Errors);
    }
}
