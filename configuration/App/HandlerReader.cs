using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads one entry of <c>handlers</c> and checks what belongs to which kind.</summary>
internal static partial class HandlerReader
{
    private static readonly (string Key, HandlerKind Kind)[] Kinds =
        [("script", HandlerKind.Script), ("static_dir", HandlerKind.StaticDir), ("static_files", HandlerKind.StaticFiles), ("api_endpoint", HandlerKind.ApiEndpoint)];

    /// <summary>So many characters of a long value are shown in a message.</summary>
    private const int MaxShown = 40;

    private static readonly Shape<string> OnOff = Shapes.Matching(OnOffPattern(), "Allowed are on and off.");

    private static readonly string[] StaticKeys = ["mime_type", "expiration", "http_headers", "require_matching_file", "application_readable"];

    public static readonly Shape<Handler> Shape = Shapes.MapOf("a handler", static (map, errors) => Read(map, errors, included: false));

    /// <summary>A handler where <c>position</c> is allowed.</summary>
    public static readonly Shape<Handler> InIncludedFile = Shapes.MapOf("a handler", static (map, errors) => Read(map, errors, included: true));

    private static Handler? Read(MapReader map, YamlErrors errors, bool included)
    {
        var url = map.Required("url", AppShapes.Url, "Give the paths it answers, such as \"url: /.*\".");
        var targets = Kinds.Select(kind => map.Optional(kind.Key, TargetOf(kind.Kind))).ToArray();
        var handler = new Handler
        {
            File = map.Map.File,
            Line = map.Map.Line,
            Url = url ?? "",
            Kind = HandlerKind.Script,
            Target = "",
            Upload = map.Optional("upload", AppShapes.Pattern),
            MimeType = map.Optional("mime_type", AppShapes.MimeType),
            Expiration = map.Optional<TimeSpan?>("expiration", AppShapes.Expiration),
            HttpHeaders = map.Optional<ImmutableArray<HttpHeader>?>("http_headers", Headers) ?? [],
            RequireMatchingFile = map.Optional<bool?>("require_matching_file", Shapes.Bool) ?? false,
            ApplicationReadable = map.Optional<bool?>("application_readable", Shapes.Bool) ?? false,
            Login = Login(map),
            AuthFailAction = AuthFailAction(map),
            Secure = Secure(map),
            RedirectStatus = int.Parse(map.Optional("redirect_http_response_code", Shapes.OneOf("301", "302", "303", "307")) ?? "302", System.Globalization.CultureInfo.InvariantCulture),
        };
        map.Accept("position");
        if (map.Has("position") && !included)
            errors.Add(map.AtKey("position"), "\"position\" is used in app.yaml.", "It is for included files only; put the handler where it belongs in the list.");

        var given = Kinds.Where(kind => map.Has(kind.Key)).ToArray();
        if (given.Length != 1)
        {
            if (given.Length == 0)
                errors.Add(map.Map, $"This handler{For(url)} has nothing to answer with.", "Give one of script, static_dir and static_files.");
            else
                errors.Add(map.AtKey(given[1].Key), $"This handler{For(url)} has both \"{given[0].Key}\" and \"{given[1].Key}\".", "Keep one of them; make two handlers if both are meant.");
            return null;
        }

        var (key, kind) = given[0];
        handler = handler with { Kind = kind, Target = targets[Array.IndexOf(Kinds, given[0])] ?? "" };
        CheckAttributes(map, key, kind, errors);
        CheckContentType(map, handler, errors);
        if (url is not null && kind is HandlerKind.Script or HandlerKind.StaticFiles)
            CheckReferences(map, key, handler, errors);
        return handler;
    }

    /// <summary><c>login</c>.</summary>
    public static LoginRule Login(MapReader map) => Choice(map.Optional("login", Shapes.OneOf("optional", "required", "admin")), LoginRule.Optional);

    /// <summary><c>auth_fail_action</c>.</summary>
    public static AuthFailAction AuthFailAction(MapReader map) =>
        Choice(map.Optional("auth_fail_action", Shapes.OneOf("redirect", "unauthorized")), Configuration.AuthFailAction.Redirect);

    /// <summary><c>secure</c>.</summary>
    public static SecureRule Secure(MapReader map) => Choice(map.Optional("secure", Shapes.OneOf("never", "always", "optional", "default")), SecureRule.Optional);

    private static Shape<string> TargetOf(HandlerKind kind) => kind switch
    {
        HandlerKind.StaticDir or HandlerKind.StaticFiles => AppShapes.AppPath,
        HandlerKind.ApiEndpoint => OnOff,
        _ => Shapes.Text,
    };

    private static string For(string? url) => url is null ? "" : $" for \"{url}\"";

    private static void CheckAttributes(MapReader map, string key, HandlerKind kind, YamlErrors errors)
    {
        if (kind is HandlerKind.Script or HandlerKind.ApiEndpoint)
        {
            foreach (var attribute in StaticKeys.Where(map.Has))
                errors.Add(map.AtKey(attribute), $"\"{attribute}\" is given with \"{key}\".", "It belongs to static_dir and static_files; remove it.");
        }

        if (kind == HandlerKind.StaticFiles && !map.Has("upload"))
            errors.Add(map.At("static_files"), "\"static_files\" is given without \"upload\".", "Add \"upload\" with a regular expression for the paths of the files that it serves.");
        if (kind != HandlerKind.StaticFiles && map.Has("upload"))
            errors.Add(map.AtKey("upload"), $"\"upload\" is given with \"{key}\".", "It belongs to static_files; remove it.");
    }

    private static void CheckContentType(MapReader map, Handler handler, YamlErrors errors)
    {
        if (handler.MimeType is not null && handler.HttpHeaders.Any(static header => header.Name.Equals("content-type", StringComparison.OrdinalIgnoreCase)))
            errors.Add(map.AtKey("mime_type"), "The type is given twice, as \"mime_type\" and as \"Content-Type\" in \"http_headers\".", "Keep one of them.");
    }

    private static void CheckReferences(MapReader map, string key, Handler handler, YamlErrors errors)
    {
        var groups = PythonPattern.WholeMatch(handler.Url).GetGroupNumbers().Length - 1;
        foreach (Match reference in ReferencePattern().Matches(handler.Target))
        {
            if (reference.ValueSpan[1] - '0' is var number && number > groups)
                errors.Add(map.At(key), $"\"{key}\" refers to \\{number}, but \"{handler.Url}\" has {groups switch { 0 => "no group", 1 => "one group", _ => $"{groups} groups" }}.", "Put what it means in parentheses in \"url\".");
        }
    }

    private static ImmutableArray<HttpHeader>? Headers(YamlNode node, string key, YamlErrors errors)
    {
        if (node is not YamlMap map)
        {
            errors.Add(node, $"\"{key}\" is {node.Kind}, not names with values.", "Write each header in a line of its own as \"NAME: VALUE\".");
            return null;
        }

        if (map.Entries.Length > HttpHeaderRules.MaxHeaders)
            errors.Add(node, $"\"{key}\" has {map.Entries.Length} headers.", $"Allowed are {HttpHeaderRules.MaxHeaders}.");
        var headers = ImmutableArray.CreateBuilder<HttpHeader>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in map.Entries)
        {
            if (!seen.Add(name.Text))
                errors.Add(name, $"The header \"{name.Text}\" is given twice.", "Keep one of them.");
            else if (HttpHeaderRules.NameProblem(name.Text) is { } problem)
                errors.Add(name, $"The header \"{name.Text}\" cannot be set.", problem);
            else if (Shapes.Text(value, name.Text, errors) is { } text && HttpHeaderRules.ValueProblem(name.Text, text) is { } valueProblem)
                errors.Add(value, $"The header \"{name.Text}\" is \"{(text.Length > MaxShown ? text[..MaxShown] + "..." : text)}\".", valueProblem);
            else if (value is YamlScalar scalar)
                headers.Add(new HttpHeader(name.Text, scalar.IsNothing ? "" : scalar.Text));
        }

        return headers.ToImmutable();
    }

    private static T Choice<T>(string? word, T otherwise)
        where T : struct, Enum => Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : otherwise;

    [GeneratedRegex(@"\A(?:on|yes|y|True|t|1|true|off|no|n|False|f|0|false)\z")]
    private static partial Regex OnOffPattern();

    [GeneratedRegex(@"\\[1-9]")]
    private static partial Regex ReferencePattern();
}
