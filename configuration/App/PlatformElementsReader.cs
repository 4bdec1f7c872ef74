using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads the elements of app.yaml that nothing acts on yet, and those of other environments, whose values are only looked at.</summary>
internal static partial class PlatformElementsReader
{
    private const string EmailAllowed = "Allowed is an address such as \"name@project.iam.gserviceaccount.com\".";

    // What belongs to the flexible environment or to other languages, with the shape of its value.
    private static readonly (string Key, Func<YamlNode, string, YamlErrors, bool> Check)[] Foreign =
    [
        ("code_lock", Bool), ("standard_websocket", Bool), ("vm", Bool),
        ("main", Text), ("runtime_channel", Text), ("source_language", Text), ("nobuild_files", Patterns),
        ("endpoints_api_service", Map), ("health_check", Map), ("liveness_check", Map), ("network", Map), ("readiness_check", Map), ("resources", Map), ("runtime_config", Map),
        ("beta_settings", TextMap), ("vm_settings", TextMap), ("zones", TextList), ("derived_file_type", DerivedFiles),
    ];

    public static PlatformElements Read(MapReader map, YamlErrors errors)
    {
        CheckEnvironment(map, errors);
        foreach (var (key, check) in Foreign)
            _ = map.Optional<object>(key, (node, name, found) => check(node, name, found) ? node : null);
        return new PlatformElements
        {
            BuildEnvVariables = map.Optional("build_env_variables", AppShapes.Environment) ?? ImmutableDictionary<string, string>.Empty,
            ServiceAccount = map.Optional("service_account", Shapes.Matching(EmailPattern(), EmailAllowed)),
            VpcAccessConnector = map.Optional("vpc_access_connector", Shapes.MapOf("vpc_access_connector", ReadConnector)),
            AdminPages = map.Optional("admin_console", Shapes.MapOf("admin_console", ReadConsole))?.Pages ?? [],
            ApiConfig = map.Optional("api_config", Shapes.MapOf("api_config", ReadApiConfig)),
            LegacyAutoIds = ReadAutoIdPolicy(map, errors),
            Backends = ReadBackends(map, errors),
        };
    }

    private static void CheckEnvironment(MapReader map, YamlErrors errors)
    {
        if (map.Optional("env", Shapes.OneOf("1", "2", "standard", "flex", "flexible")) is "2" or "flex" or "flexible")
            errors.Warn(map.At("env"), "\"env\" names the flexible environment, which does not exist here.", "The app runs as in the standard environment; remove \"env\".");
        if (map.Optional<bool?>("vm", Shapes.Bool) == true)
            errors.Warn(map.AtKey("vm"), "\"vm\" belongs to the flexible environment, which does not exist here.", "The app runs as in the standard environment; remove \"vm\".");
    }

    private static bool ReadAutoIdPolicy(MapReader map, YamlErrors errors)
    {
        var legacy = map.Optional("auto_id_policy", Shapes.OneOf("legacy", "default")) == "legacy";
        if (legacy)
            errors.Warn(map.At("auto_id_policy"), "\"auto_id_policy\" is \"legacy\", which gives small ids in sequence.", "Write \"default\", or remove it, for ids that are spread out.");
        return legacy;
    }

    private static ImmutableArray<Backend> ReadBackends(MapReader map, YamlErrors errors)
    {
        if (map.Has("backends"))
            errors.Warn(map.AtKey("backends"), "\"backends\" are deprecated.", "Make a service of each, with an app.yaml of its own.");
        return map.Optional<ImmutableArray<Backend>?>("backends", Shapes.ListOf(Shapes.MapOf("a backend", BackendReader.Read))) ?? [];
    }

    private static VpcAccessConnector? ReadConnector(MapReader map, YamlErrors errors)
    {
        var name = map.Required("name", Shapes.Matching(ConnectorPattern(), "Allowed is a name of lower-case letters, digits and hyphens, or \"projects/PROJECT/locations/REGION/connectors/NAME\"."),
            "Give the connector, such as \"projects/PROJECT/locations/REGION/connectors/NAME\".");
        var egress = map.Optional("egress_setting", Shapes.OneOf("private-ranges-only", "all-traffic")) ?? "private-ranges-only";
        return name is null ? null : new VpcAccessConnector(name, egress);
    }

    private sealed record AdminConsole(ImmutableArray<AdminPage> Pages);

    private static AdminConsole ReadConsole(MapReader map, YamlErrors errors) =>
        new(map.Optional<ImmutableArray<AdminPage>?>("pages", Shapes.ListOf(Shapes.MapOf("a page", static (page, _) =>
        {
            var name = page.Required("name", Shapes.Text, "Give what the link says.");
            var url = page.Required("url", Shapes.Text, "Give where the link leads.");
            return name is null || url is null ? null : new AdminPage(name, url);
        }))) ?? []);

    private static ApiConfig? ReadApiConfig(MapReader map, YamlErrors errors)
    {
        var url = map.Required("url", AppShapes.Url, "Give the path of the API, such as \"url: /_ah/api/.*\".");
        var script = map.Required("script", Shapes.Text, "Name the code, such as \"script: main.api\".");
        var config = new ApiConfig
        {
            Url = url ?? "",
            Script = script ?? "",
            Login = HandlerReader.Login(map),
            Secure = HandlerReader.Secure(map),
            AuthFailAction = HandlerReader.AuthFailAction(map),
        };
        return url is null || script is null ? null : config;
    }

    private static bool Bool(YamlNode node, string key, YamlErrors errors) => Shapes.Bool(node, key, errors) is not null;

    private static bool Text(YamlNode node, string key, YamlErrors errors) => Shapes.Text(node, key, errors) is not null;

    private static bool Patterns(YamlNode node, string key, YamlErrors errors) => AppShapes.SkipFiles(node, key, errors) is not null;

    private static bool TextList(YamlNode node, string key, YamlErrors errors) => Shapes.ListOf<string>(Shapes.Text)(node, key, errors) is not null;

    private static bool TextMap(YamlNode node, string key, YamlErrors errors) => Shapes.TextByName(AnythingPattern(), "")(node, key, errors) is not null;

    private static bool Map(YamlNode node, string key, YamlErrors errors)
    {
        if (node is YamlMap)
            return true;
        errors.Add(node, $"\"{key}\" is {node.Kind}, not keys with values.", "Write \"KEY: VALUE\" lines, indented below it.");
        return false;
    }

    private static bool DerivedFiles(YamlNode node, string key, YamlErrors errors)
    {
        var word = Shapes.OneOf("java_precompiled", "python_precompiled");
        return node is YamlList ? Shapes.ListOf(word)(node, key, errors) is not null : word(node, key, errors) is not null;
    }

    [GeneratedRegex(@"\A[^@\s]+@[^@\s]+\z")]
    private static partial Regex EmailPattern();

    [GeneratedRegex(@"\A[a-z\d-]+(/.+)*\z")]
    private static partial Regex ConnectorPattern();

    [GeneratedRegex(@"\A(?s:.*)\z")]
    private static partial Regex AnythingPattern();
}
