using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Grains;

namespace Actors.Runtimes.Deployments;

/// <summary>An app on disk with its configuration, read and found good.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Yaml">Its app.yaml.</param>
/// <param name="YamlText">The text that was read.</param>
/// <param name="Rules">The app's own rules, which stand beside its default service's app.yaml; null for another service.</param>
public sealed record AppToServe(AppSource Source, AppYaml Yaml, string YamlText, AppRules? Rules)
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
        if (read.Value is not { } yaml)
            return (null, read.Errors);
        if (yaml.Service != AppYaml.DefaultService)
            return (new AppToServe(source, yaml, text, null), []);
        var (rules, errors) = ReadRules(source.Directory, Path.GetDirectoryName(shown) ?? "");
        return errors.IsEmpty ? (new AppToServe(source, yaml, text, rules), []) : (null, errors);
    }

    private static (AppRules Rules, ImmutableArray<ConfigurationError> Errors) ReadRules(string directory, string shown)
    {
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        var dispatch = TextOf("dispatch.yaml");
        var dos = TextOf("dos.yaml");
        errors.AddRange(DispatchYaml.Read(dispatch, Path.Combine(shown, "dispatch.yaml")).Errors);
        errors.AddRange(DosYaml.Read(dos, Path.Combine(shown, "dos.yaml")).Errors);
        return (new AppRules(dispatch, dos), errors.ToImmutable());

        string TextOf(string name)
        {
            var file = Path.Combine(directory, name);
            try
            {
                return File.Exists(file) ? File.ReadAllText(file) : "";
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                errors.Add(new ConfigurationError(Path.Combine(shown, name), 0, 0, "It cannot be read.", failure.Message));
                return "";
            }
        }
    }
}
