using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads app.yaml. Every error is found in one pass, each with its line, its column and what is allowed.</summary>
public static partial class AppYamlReader
{
    /// <summary>Most entries of <c>handlers</c>.</summary>
    public const int MaxHandlers = 100;

    /// <summary>Reads the text of an app.yaml.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">The file as the user named it, for messages.</param>
    public static AppYamlResult Read(string text, string fileName)
    {
        var errors = new YamlErrors(fileName);
        var root = YamlText.Parse(text, errors, "Write at least a runtime, such as \"runtime: python3\".");
        AppYaml? app = null;
        if (root is YamlMap mapping)
        {
            var map = new MapReader(mapping, "app.yaml", errors);
            app = ReadApp(map, fileName, errors);
            map.Finish();
        }
        else if (root is not null)
        {
            errors.Add(root, $"The file holds {root.Kind}, not keys with values.", "Write \"KEY: VALUE\" lines, such as \"runtime: python3\".");
        }

        var all = errors.Errors;
        return new AppYamlResult(all.IsEmpty ? app : null, all) { Warnings = errors.Warnings };
    }

    private static AppYaml? ReadApp(MapReader map, string fileName, YamlErrors errors)
    {
        var application = Either(map, errors, "application", "project", AppShapes.ApplicationId);
        var service = Either(map, errors, "service", "module", AppShapes.ServiceName);
        var runtime = map.Required("runtime", AppShapes.Runtime, AppRuntime.Allowed);
        var threadSafe = map.Optional<bool?>("threadsafe", Shapes.Bool);
        var handlers = map.Optional<ImmutableArray<Handler>?>("handlers", Shapes.ListOf(HandlerReader.Shape)) ?? [];
        var scaling = ScalingReader.Read(map, errors);
        AcceptElementsWithoutEffect(map);
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
            InstanceClass = InstanceClass(map, scaling),
            Scaling = scaling,
            InboundServices = map.Optional<ImmutableArray<string>?>("inbound_services", Shapes.ListOf(Shapes.OneOf(
                "mail", "mail_bounce", "rest", "warmup", "xmpp_message", "xmpp_subscribe", "xmpp_presence", "xmpp_error", "channel_presence"))) ?? [],
            DefaultExpiration = map.Optional<TimeSpan?>("default_expiration", AppShapes.Expiration),
            SkipFiles = map.Optional("skip_files", AppShapes.SkipFiles),
            Libraries = map.Optional<ImmutableArray<Library>?>("libraries", Shapes.ListOf(Shapes.MapOf("a library", ReadLibrary))) ?? [],
            Handlers = handlers,
            ErrorHandlers = map.Optional<ImmutableArray<ErrorHandler>?>("error_handlers", Shapes.ListOf(Shapes.MapOf("an error handler", ReadErrorHandler))) ?? [],
            Includes = map.Optional<ImmutableArray<string>?>("includes", Shapes.ListOf<string>(Shapes.Text)) ?? [],
            Builtins = map.Optional<ImmutableArray<Builtin>?>("builtins", Shapes.ListOf<Builtin>(ReadBuiltin)) ?? [],
            AppEngineApis = map.Optional<bool?>("app_engine_apis", Shapes.Bool) ?? runtime?.Generation == PythonGeneration.Python27,
        };
        if (runtime is not null)
            AppYamlRules.Check(app, threadSafe, map, errors);
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

    private static string InstanceClass(MapReader map, Scaling scaling)
    {
        string[] allowed = scaling is AutomaticScaling ? ["F1", "F2", "F4", "F4_1G"] : ["B1", "B2", "B4", "B4_1G", "B8"];
        return map.Optional("instance_class", Shapes.OneOf(allowed)) ?? (scaling is AutomaticScaling ? "F1" : "B2");
    }

    private static Library? ReadLibrary(MapReader map, YamlErrors errors)
    {
        var name = map.Required("name", Shapes.Text, "Give the library's name, such as \"name: jinja2\".");
        var version = map.Optional("version", Shapes.Text) ?? "latest";
        if (name is null)
            return null;
        if (LibraryCatalog.Versions(name) is not { } versions)
        {
            map.Error("name", $"The library \"{name}\" is not known.",
                Suggestion.For(name, LibraryCatalog.Names) is { } meant ? $"Did you mean \"{meant}\"?" : $"Vendor it into lib/, or name one of {string.Join(", ", LibraryCatalog.Names)}.");
            return null;
        }

        if (LibraryCatalog.Resolve(name, version) is { } resolved)
            return new Library(name, resolved);
        map.Error("version", $"The library \"{name}\" has no version \"{version}\".", $"Allowed are {string.Join(", ", versions)} and latest.");
        return null;
    }

    private static ErrorHandler? ReadErrorHandler(MapReader map, YamlErrors errors)
    {
        var code = map.Optional("error_code", Shapes.OneOf("default", "over_quota", "dos_api_denial", "timeout")) ?? "default";
        var file = map.Required("file", Shapes.Text, "Give the page, relative to the app's directory.");
        var type = map.Optional("mime_type", Shapes.Text);
        return file is null ? null : new ErrorHandler(code, file, type);
    }

    private static Builtin? ReadBuiltin(YamlNode node, string key, YamlErrors errors)
    {
        string[] known = ["admin_redirect", "appstats", "datastore_admin", "default", "deferred", "django_wsgi", "mapreduce", "remote_api"];
        if (node is not YamlMap { Entries: [var entry] })
        {
            errors.Add(node, "Each entry of \"builtins\" is one name with on or off.", "Write it as \"- deferred: on\".");
            return null;
        }

        if (Shapes.OneOf(known)(entry.Key, key, errors) is not { } name || Shapes.Text(entry.Value, name, errors) is not { } state)
            return null;
        if (OnOffPattern().Match(state) is { Success: true } match)
            return new Builtin(name, match.Groups[1].Success);
        errors.Add(entry.Value, $"\"{name}\" is \"{state}\".", "Allowed are on and off.");
        return null;
    }

    /// <summary>Elements whose names are known and whose values nothing here depends on.</summary>
    private static void AcceptElementsWithoutEffect(MapReader map) => map.Accept(
        "env", "build_env_variables", "nobuild_files", "service_account", "vpc_access_connector", "main", "runtime_channel", "runtime_config", "endpoints_api_service",
        "standard_websocket", "code_lock", "derived_file_type", "source_language", "network", "resources", "health_check", "liveness_check", "readiness_check", "vm", "vm_settings",
        "beta_settings", "zones", "auto_id_policy", "admin_console", "api_config", "backends");

    [GeneratedRegex(@"\A(?:(on|yes|y|True|t|1|true)|off|no|n|False|f|0|false)\z")]
    private static partial Regex OnOffPattern();
}
