using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>The shapes of app.yaml's values.</summary>
internal static partial class AppShapes
{
    private const string NameAllowed = "Allowed are 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.";

    public static readonly Shape<string> ApplicationId = Shapes.Matching(ApplicationPattern(),
        "Allowed are up to 100 lower-case letters, digits and hyphens, with no hyphen at either end (a \"partition~\" or \"domain:\" may stand before).");

    /// <summary>An application id without a partition or a domain before it.</summary>
    public static string? WithoutPartition(string? application) => application?[(application.LastIndexOfAny(['~', ':']) + 1)..];

    public static readonly Shape<string> ServiceName = Shapes.Matching(NamePattern(), NameAllowed);

    public static readonly Shape<string> ApiVersion = Shapes.Matching(ApiVersionPattern(), "Allowed are up to 32 letters, digits, underscores and dots; python27 wants 1.");

    public static readonly Shape<ImmutableDictionary<string, string>> Environment =
        Shapes.TextByName(VariablePattern(), "Allowed are letters, digits and underscores, with no digit at the beginning.");

    public static readonly Shape<string> MimeType = Shapes.Matching(MimePattern(), "Allowed is a type such as \"text/plain\" or \"text/css; charset=utf-8\".");

    public static string? VersionName(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Matching(NamePattern(), NameAllowed)(node, key, errors) is not { } name)
            return null;
        if (!name.Contains("-dot-", StringComparison.Ordinal) && !name.StartsWith("ah-", StringComparison.Ordinal))
            return name;
        errors.Add(node, $"\"{key}\" is \"{name}\".", "A version must not contain \"-dot-\", which host names need, nor begin with \"ah-\", which is reserved.");
        return null;
    }

    public static AppRuntime? Runtime(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } name)
            return null;
        if (AppRuntime.Find(name) is { } runtime)
            return runtime;
        errors.Add(node, $"\"{key}\" is \"{name}\".", AppRuntime.Allowed + Suggestion.Sentence(name, AppRuntime.All.Select(static known => known.Name)));
        return null;
    }

    /// <summary><c>1d 2h</c>: parts add up; a number without unit is seconds.</summary>
    public static TimeSpan? Expiration(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text)
            return null;
        double seconds = 0;
        if (ExpirationPattern().IsMatch(text))
        {
            foreach (Match part in ExpirationPart().Matches(text))
            {
                seconds += double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * part.Groups[2].Value.ToUpperInvariant() switch
                {
                    "D" => 86_400,
                    "H" => 3_600,
                    "M" => 60,
                    _ => 1,
                };
            }

            if (seconds <= TimeSpan.FromDays(36_500).TotalSeconds)
                return TimeSpan.FromSeconds(seconds);
        }

        errors.Add(node, $"\"{key}\" is \"{text}\".", "Allowed are numbers followed by d, h, m or s, such as \"1d 12h\"; a number alone is seconds; at most 100 years.");
        return null;
    }

    /// <summary><c>500ms</c>, <c>1.5s</c> or <c>automatic</c> (null).</summary>
    public static TimeSpan? Latency(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text || text == "automatic")
            return null;
        if (LatencyPattern().Match(text) is { Success: true } match)
            return TimeSpan.FromMilliseconds(double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * (match.Groups[2].Value == "s" ? 1000 : 1));
        errors.Add(node, $"\"{key}\" is \"{text}\".", "Allowed are seconds or milliseconds such as \"0.5s\" or \"500ms\", and automatic.");
        return null;
    }

    /// <summary><c>10m</c> or <c>30s</c>.</summary>
    public static TimeSpan? IdleTimeout(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text)
            return null;
        if (IdleTimeoutPattern().Match(text) is { Success: true } match)
            return TimeSpan.FromSeconds(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * (match.Groups[2].Value == "m" ? 60 : 1));
        errors.Add(node, $"\"{key}\" is \"{text}\".", "Allowed are seconds or minutes such as \"300s\" or \"5m\".");
        return null;
    }

    /// <summary>A number of instances, or <c>automatic</c> (null).</summary>
    public static Shape<int?> InstancesOrAutomatic(int least, int most) => (node, key, errors) =>
        node is YamlScalar { Text: "automatic" } ? null : Shapes.Int(least, most)(node, key, errors);

    /// <summary>The pattern of a handler's paths.</summary>
    public static string? Url(YamlNode node, string key, YamlErrors errors)
    {
        if (Pattern(node, key, errors) is not { } url)
            return null;
        if (UrlPattern().IsMatch(url))
            return url;
        errors.Add(node, $"\"url\" is \"{url}\".", url.StartsWith('^') ? "It always begins at the start of the path; remove \"^\"." : "Allowed are patterns that begin with \"/\", \".\" or \"(\".");
        return null;
    }

    /// <summary>A path inside the app's directory, relative to it.</summary>
    public static string? AppPath(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } path)
            return null;
        if (path.Length is > 0 and <= 1024 && path[0] != '/' && !path.Split('/').Contains("..") && !path.AsSpan().ContainsAny('\r', '\n', '\0'))
            return path;
        errors.Add(node, $"\"{key}\" is \"{path}\".", "Allowed are paths inside the app's directory, relative to it, without \"..\".");
        return null;
    }

    /// <summary>A regular expression, or a list that is joined with <c>|</c>.</summary>
    public static string? SkipFiles(YamlNode node, string key, YamlErrors errors)
    {
        if (node is not YamlList)
            return Pattern(node, key, errors);
        return Shapes.ListOf<string>(Pattern)(node, key, errors) is { } patterns ? string.Join('|', patterns) : null;
    }

    /// <summary>A regular expression as Python reads it.</summary>
    public static string? Pattern(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text)
            return null;
        if (PythonPattern.Problem(text) is not { } problem)
            return text;
        errors.Add(node, $"\"{key}\" is \"{text}\", which is not a regular expression: {problem}", "Put a backslash before a character that is meant as itself.");
        return null;
    }

    // App Engine's own rule for url, which says nothing of what follows.
    [GeneratedRegex(@"\A(?:(?!\^)/.*|\..*|(?:\(.).*(?!\$).)\z")]
    private static partial Regex UrlPattern();

    [GeneratedRegex(@"\A(?:[a-z\d\-]{1,100}~)?(?:(?!-)[a-z\d\-.]{1,100}:)?(?!-)[a-z\d\-]{0,99}[a-z\d]\z")]
    private static partial Regex ApplicationPattern();

    [GeneratedRegex(@"\A(?!-)[a-z\d\-]{0,62}[a-z\d]\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[\w.+-]+/[\w.+-]+(\s*;\s*[\w.+-]+=[\w.+""-]+)*\z")]
    private static partial Regex MimePattern();

    [GeneratedRegex(@"\A[\w.]{1,32}\z")]
    private static partial Regex ApiVersionPattern();

    [GeneratedRegex(@"\A[a-zA-Z_][a-zA-Z0-9_]*\z")]
    private static partial Regex VariablePattern();

    [GeneratedRegex(@"\A\s*[0-9]{1,12}[dDhHmMsS]?(\s+[0-9]{1,12}[dDhHmMsS]?)*\s*\z")]
    private static partial Regex ExpirationPattern();

    [GeneratedRegex("([0-9]+)([dDhHmMsS]?)")]
    private static partial Regex ExpirationPart();

    [GeneratedRegex(@"\A([0-9]{1,8}(?:\.[0-9]{1,3}(?=s\z))?)(s|ms)\z")]
    private static partial Regex LatencyPattern();

    [GeneratedRegex(@"\A([0-9]{1,8})(s|m)\z")]
    private static partial Regex IdleTimeoutPattern();
}
