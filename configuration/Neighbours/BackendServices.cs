using System.Collections.Immutable;
using System.Globalization;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>
/// Makes services of backends, as App Engine did when services replaced them: the app's own app.yaml, with a service's name, manual scaling (<c>options: dynamic</c>: basic scaling) and the start handler at the
/// head. The nodes of a backend keep their places, so that what does not go with the app.yaml is said where the backend stands.
/// </summary>
internal static class BackendServices
{
    /// <summary>The file beside the default service's app.yaml.</summary>
    public const string FileName = "backends.yaml";

    private const string Started = "START";

    // What a backend says for itself, or what stands for nothing in it.
    private static readonly string[] Replaced = ["service", "module", "instance_class", "automatic_scaling", "basic_scaling", "manual_scaling", "backends"];

    /// <summary>The backends of an app: those of <c>backends</c> in its app.yaml, and those of backends.yaml.</summary>
    /// <param name="source">Where the app is.</param>
    /// <param name="app">Its app.yaml; only the default service has backends.</param>
    /// <param name="mergedText">The same as a text without included files.</param>
    public static BackendServicesResult Of(AppSource source, AppYaml app, string mergedText)
    {
        if (app.Service != AppYaml.DefaultService)
            return BackendServicesResult.None;
        var (inFile, found) = Read(source, Path.Combine(Path.GetDirectoryName(app.File) ?? "", FileName));
        Backend[] backends = [.. app.Platform.Backends, .. inFile];
        if (backends.Length == 0)
            return new BackendServicesResult([], found);

        var errors = new YamlErrors(app.File);
        CheckNames(backends, errors);
        var services = ImmutableArray.CreateBuilder<BackendService>();
        var tree = (YamlMap)YamlText.Parse(mergedText, new YamlErrors(app.File), null)!;
        foreach (var backend in backends)
        {
            if (backend.State != Started)
                errors.WarnIn(backend.File, backend.Line, backend.Column, $"The backend \"{backend.Name}\" has \"state: {backend.State}\", so that it is not served.", $"Write \"state: {Started}\", or remove \"state\".");
            if (Service(tree, app, backend, errors) is { } service && backend.State == Started)
                services.Add(service);
        }

        var result = new BackendServicesResult([], [.. found, .. errors.Errors, .. errors.Warnings]);
        return result.Errors.Any() ? result : result with { Services = services.ToImmutable() };
    }

    private static (ImmutableArray<Backend> Backends, ImmutableArray<ConfigurationError> Found) Read(AppSource source, string shown)
    {
        var path = Path.Combine(source.Directory, FileName);
        if (!File.Exists(path))
            return ([], []);
        try
        {
            var result = BackendsYaml.Read(File.ReadAllText(path), shown);
            return (result.Value?.Backends ?? [], [.. result.Errors, .. result.Warnings]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ([], [NeighbourFiles.Unreadable(shown)]);
        }
    }

    private static void CheckNames(Backend[] backends, YamlErrors errors)
    {
        foreach (var backend in backends.Where(static backend => backend.Name == AppYaml.DefaultService))
            errors.AddIn(backend.File, backend.Line, backend.Column, $"The backend is called \"{backend.Name}\", as the service whose app.yaml this is.", "Give it another name.");
        foreach (var same in backends.GroupBy(static backend => backend.Name).Where(static group => group.Skip(1).Any()))
        {
            var (first, last) = (same.First(), same.Last());
            errors.AddIn(last.File, last.Line, last.Column, $"The backend \"{same.Key}\" is given twice, first in {first.File}, line {first.Line}.", "Give one of them another name.");
        }
    }

    private static BackendService? Service(YamlMap app, AppYaml yaml, Backend backend, YamlErrors errors)
    {
        var tree = Tree(app, yaml, backend);
        var own = new YamlErrors(yaml.File);
        var service = AppYamlReader.ReadTree(tree, yaml.File, own);
        foreach (var error in own.Errors)
            errors.AddIn(error.File, error.Line, error.Column, error.Message, error.Remedy);
        return own.Errors.IsEmpty && service is not null ? new BackendService(backend, service, YamlWriter.Write(tree)) : null;
    }

    private static YamlMap Tree(YamlMap app, AppYaml yaml, Backend backend)
    {
        var instances = Text(backend, backend.Instances.ToString(CultureInfo.InvariantCulture));
        var tree = new MergedMap(app with { Entries = [.. app.Entries.Where(static entry => !Replaced.Contains(entry.Key.Text))] });
        tree.Set("service", _ => Text(backend, backend.Name));
        tree.Set("instance_class", _ => Text(backend, backend.Class));
        if (backend.IsDynamic)
            tree.Set("basic_scaling", _ => Map(backend, ("max_instances", instances)));
        else
            tree.Set("manual_scaling", _ => Map(backend, ("instances", instances)));
        if (backend.Start is { } start)
            tree.Set("handlers", own => WithStart(own, yaml, backend with { Line = backend.StartLine, Column = backend.StartColumn }, start));
        return tree.ToMap();
    }

    /// <summary>The start handler comes first. What stood behind the last handler unwritten has to be written now.</summary>
    private static YamlList WithStart(YamlNode? own, AppYaml yaml, Backend backend, string start)
    {
        var handlers = own is YamlList list ? list.Items : [];
        var first = Map(backend, ("url", Text(backend, "/_ah/start")), ("script", Text(backend, start)));
        YamlNode[] last = ImplicitScript.HasCatchAll(yaml) ? [Map(backend, ("url", Text(backend, "/.*")), ("script", Text(backend, "auto")))] : [];
        return new YamlList([first, .. handlers, .. last], own?.Line ?? backend.Line, own?.Column ?? backend.Column) { File = own?.File ?? backend.File };
    }

    private static YamlScalar Text(Backend backend, string text) => new(text, false, backend.Line, backend.Column) { File = backend.File };

    private static YamlMap Map(Backend backend, params (string Key, YamlNode Value)[] entries) =>
        new([.. entries.Select(entry => new YamlEntry(Text(backend, entry.Key), entry.Value))], backend.Line, backend.Column) { File = backend.File };
}
