using System.Collections.Immutable;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads app.yaml. Every error is found in one pass, each with its line, its column and what is allowed.</summary>
public static class AppYamlReader
{
    /// <summary>Most entries of <c>handlers</c>, those of included files and builtins counted.</summary>
    public const int MaxHandlers = 100;

    private static readonly Shape<string> InboundService = Shapes.OneOf(
        "mail", "mail_bounce", "rest", "warmup", "xmpp_message", "xmpp_subscribe", "xmpp_presence", "xmpp_error", "channel_presence");

    /// <summary>Reads the text of an app.yaml alone: what it includes is listed and not followed, as in a text where that has been merged already.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">The file as the user named it, for messages.</param>
    public static AppYamlResult Read(string text, string fileName) => Read(text, fileName, files: null);

    /// <summary>Reads the text of an app.yaml with the files and builtins that it includes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">The file as the user named it, for messages; included files are named the same way.</param>
    /// <param name="source">Where it was read from.</param>
    public static AppYamlResult Read(string text, string fileName, AppSource source) =>
        Read(text, fileName, new IncludeFiles(source.Directory, Path.GetDirectoryName(fileName) ?? ""));

    private static AppYamlResult Read(string text, string fileName, IncludeFiles? files)
    {
        var errors = new YamlErrors(fileName);
        var root = YamlText.Parse(text, errors, "Write at least a runtime, such as \"runtime: python3\".");
        AppYaml? app = null;
        var merged = text;
        ImmutableArray<string> included = [];
        if (root is YamlMap own)
        {
            (var tree, included) = files is null ? (own, []) : IncludeMerge.Merge(own, files, errors);
            if (tree != own)
                merged = YamlWriter.Write(tree with { Entries = [.. tree.Entries.Where(static entry => entry.Key.Text is not ("includes" or "builtins"))] });
            app = ReadTree(tree, fileName, errors, isWhole: files is not null);
        }
        else if (root is not null)
        {
            errors.Add(root, $"The file holds {root.Kind}, not keys with values.", "Write \"KEY: VALUE\" lines, such as \"runtime: python3\".");
        }

        var all = errors.Errors;
        return new AppYamlResult(all.IsEmpty ? app : null, all) { Warnings = errors.Warnings, MergedText = merged, IncludedFiles = included };
    }

    /// <summary>Reads a tree that is an app.yaml.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="fileName">The file as the user named it, for messages.</param>
    /// <param name="errors">Collects what is wrong.</param>
    /// <param name="isWhole">What it includes is in it.</param>
    internal static AppYaml? ReadTree(YamlMap tree, string fileName, YamlErrors errors, bool isWhole = true)
    {
        var map = new MapReader(tree, "app.yaml", errors);
        var app = ReadApp(map, fileName, errors, isWhole);
        map.Finish();
        return app;
    }

    private static AppYaml? ReadApp(MapReader map, string fileName, YamlErrors errors, bool isWhole)
    {
        var application = Either(map, errors, "application", "project", AppShapes.ApplicationId);
        var service = Either(map, errors, "service", "module", AppShapes.ServiceName);
        if (map.Has("module") && !map.Has("service"))
            errors.Warn(map.AtKey("module"), "\"module\" is the old name of \"service\".", "Write \"service\".");
        var runtime = map.Required("runtime", AppShapes.Runtime, AppRuntime.Allowed);
        var threadSafe = map.Optional<bool?>("threadsafe", Shapes.Bool);
        var handlers = map.Optional<ImmutableArray<Handler>?>("handlers", Shapes.ListOf(HandlerReader.Shape)) ?? [];
        var scaling = ScalingReader.Read(map, errors);
        var app = new AppYaml
        {
            File = fileName,
            Application = AppShapes.WithoutPartition(application),
            Service = service ?? AppYaml.DefaultService,
            Version = map.Optional("version", AppShapes.VersionName),
            Runtime = runtime ?? AppRuntime.All[^1],
            ApiVersion = map.Optional("api_version", AppShapes.ApiVersion),
            ThreadSafe = threadSafe ?? !handlers.Any(IsCgi),
            EnvVariables = map.Optional("env_variables", AppShapes.Environment) ?? ImmutableDictionary<string, string>.Empty,
            Entrypoint = map.Optional("entrypoint", Shapes.Text),
            InstanceClass = map.Optional("instance_class", Shapes.OneOf([.. InstanceClass.For(scaling).Select(static known => known.Name)])) ?? InstanceClass.DefaultFor(scaling).Name,
            Scaling = scaling,
            InboundServices = map.Optional<ImmutableArray<string>?>("inbound_services", Shapes.ListOf(InboundService)) ?? [],
            DefaultExpiration = map.Optional<TimeSpan?>("default_expiration", AppShapes.Expiration),
            SkipFiles = map.Optional("skip_files", AppShapes.SkipFiles),
            Libraries = map.Optional<ImmutableArray<Library>?>("libraries", Shapes.ListOf(LibraryReader.Shape)) ?? [],
            Handlers = handlers,
            ErrorHandlers = map.Optional<ImmutableArray<ErrorHandler>?>("error_handlers", Shapes.ListOf(Shapes.MapOf("an error handler", ReadErrorHandler))) ?? [],
            Includes = [.. IncludedYamlReader.ReadIncludes(map).Select(static path => path.Text)],
            Builtins = [.. IncludedYamlReader.ReadBuiltins(map).Select(static builtin => new Builtin(builtin.Name.Text, builtin.On))],
            AppEngineApis = map.Optional<bool?>("app_engine_apis", Shapes.Bool) ?? runtime?.Generation == PythonGeneration.Python27,
            Platform = PlatformElementsReader.Read(map, errors),
        };
        if (runtime is not null)
            AppYamlRules.Check(app, threadSafe, map, errors, isWhole);
        HandlerOrder.Check(app, errors);
        return app;
    }

    /// <summary>A script that is a file to run, not a WSGI object: on App Engine a name that holds a slash or ends in <c>.py</c>.</summary>
    internal static bool IsCgi(Handler handler) =>
        handler.Kind == HandlerKind.Script && (handler.Target.Contains('/', StringComparison.Ordinal) || handler.Target.EndsWith(".py", StringComparison.Ordinal));

    private static string? Either(MapReader map, YamlErrors errors, string key, string alias, Shape<string> shape)
    {
        var first = map.Optional(key, shape);
        var second = map.Optional(alias, shape);
        if (map.Has(key) && map.Has(alias))
            errors.Add(map.AtKey(alias), $"Both \"{key}\" and \"{alias}\" are given, which mean the same.", $"Keep \"{key}\".");
        return first ?? second;
    }

    private static ErrorHandler? ReadErrorHandler(MapReader map, YamlErrors errors)
    {
        var code = map.Optional("error_code", Shapes.OneOf("default", "over_quota", "dos_api_denial", "timeout")) ?? "default";
        var file = map.Required("file", AppShapes.AppPath, "Give the page, relative to the app's directory.");
        var type = map.Optional("mime_type", AppShapes.MimeType);
        return file is null ? null : new ErrorHandler(code, file, type) { Line = map.At("file").Line, Column = map.At("file").Column };
    }
}
