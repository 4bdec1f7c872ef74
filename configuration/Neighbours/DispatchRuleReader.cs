using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads one rule of dispatch.yaml and takes its url apart.</summary>
internal static partial class DispatchRuleReader
{
    /// <summary>Longest host pattern and longest path pattern, in characters.</summary>
    private const int MaxPattern = 100;

    private const string Allowed = "Allowed are a host and a path, such as \"*/mobile/*\" or \"shop.example.com/*\".";

    public static DispatchRule? Read(MapReader map, YamlErrors errors)
    {
        var url = map.Required("url", Url, Allowed);
        var service = map.Optional("service", AppShapes.ServiceName);
        var module = map.Optional("module", AppShapes.ServiceName);
        if (map.Has("service") && map.Has("module"))
            errors.Add(map.AtKey("module"), "Both \"service\" and \"module\" are given, which mean the same.", "Keep \"service\".");
        else if (map.Has("module"))
            errors.Warn(map.AtKey("module"), "\"module\" is the old name of \"service\".", "Write \"service\".");
        else if (!map.Has("service"))
            errors.Add(map.Map, "The key \"service\" is missing in a dispatch rule.", "Name the service that answers, such as \"service: mobile\".");
        if (url is null || (service ?? module) is not { } target)
            return null;

        var (host, path) = Split(url);
        return new DispatchRule
        {
            Line = map.Map.Line,
            Url = url,
            Host = host.TrimStart('*'),
            AnyHostBefore = host[0] == '*',
            Path = path[^1] == '*' ? path[..^1] : path,
            AnyPathAfter = path[^1] == '*',
            Service = target,
        };
    }

    private static string? Url(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } url)
            return null;
        if (url.IndexOf('/', StringComparison.Ordinal) is var slash && slash <= 0)
        {
            errors.Add(node, $"\"url\" is \"{url}\".", slash == 0 ? $"The host is missing; \"*{url}\" means every host." : Allowed);
            return null;
        }

        var (host, path) = Split(url);
        if (HostProblem(host) is { } problem)
            errors.Add(node, $"\"url\" has the host \"{host}\".", problem);
        else if (host.Length > MaxPattern || path.Length > MaxPattern)
            errors.Add(node, $"\"url\" has a {(host.Length > MaxPattern ? "host" : "path")} of {(host.Length > MaxPattern ? host : path).Length} characters.", $"Allowed are {MaxPattern}.");
        else if (path.AsSpan().ContainsAny('\r', '\n'))
            errors.Add(node, "\"url\" has more than one line.", Allowed);
        else
        {
            if (path.AsSpan(0, path.Length - 1).Contains('*'))
                errors.Warn(node, $"\"url\" has the path \"{path}\", in which only a \"*\" at the end stands for anything.", "The others are taken as they are; end the path with the first one.");
            return url;
        }

        return null;
    }

    private static (string Host, string Path) Split(string url)
    {
        var slash = url.IndexOf('/', StringComparison.Ordinal);
        return (url[..slash], url[slash..]);
    }

    private static string? HostProblem(string host)
    {
        if (IPv4Pattern().IsMatch(host) && host.Split('.').All(static part => int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) <= 255))
            return "A host is a name, not an address.";
        if (host == "*")
            return null;

        // What follows a star may begin with a hyphen or a dot; every other label has letters or digits at both ends.
        var labels = host.TrimStart('*').Split('.');
        var stars = host.Length - host.TrimStart('*').Length;
        var first = stars == 1 ? (labels.Length > 1 && labels[0].Length == 0) || TailPattern().IsMatch(labels[0]) : LabelPattern().IsMatch(labels[0]);
        return stars <= 1 && first && labels.Skip(1).All(static label => LabelPattern().IsMatch(label))
            ? null
            : "Allowed are lower-case letters, digits, hyphens and dots, with one \"*\" at the beginning.";
    }

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\A[a-z0-9-]*[a-z0-9]\z")]
    private static partial Regex TailPattern();

    [GeneratedRegex(@"\A[0-9]{1,3}(?:\.[0-9]{1,3}){3}\z")]
    private static partial Regex IPv4Pattern();
}
