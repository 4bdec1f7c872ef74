using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Actors.Cli.Arguments;

/// <summary>Shares and lengths of time as people write them.</summary>
internal static partial class Amounts
{
    /// <summary>A share: <c>10%</c> or <c>0.1</c>; null when it is neither.</summary>
    public static double? Share(string text)
    {
        var isPercent = text.EndsWith('%');
        return double.TryParse(isPercent ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? isPercent ? number / 100 : number : null;
    }

    /// <summary>A length of time: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>; null when it is none.</summary>
    public static TimeSpan? Time(string text)
    {
        var match = Parts().Match(text);
        if (!match.Success || text.Length == 0)
            return null;
        double Of(string unit) => match.Groups[unit].Success ? double.Parse(match.Groups[unit].Value, CultureInfo.InvariantCulture) : 0;
        var seconds = (Of("d") * 86_400) + (Of("h") * 3600) + (Of("m") * 60) + Of("s");
        return seconds < 100_000_000 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>An option that takes a share.</summary>
    public static Option<double?> ShareOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        CustomParser = result =>
        {
            if (Share(result.Tokens[0].Value) is { } share and >= 0 and <= 1)
                return share;
            result.AddError($"{name} \"{result.Tokens[0].Value}\" is no share; write it as 10% or 0.1.");
            return null;
        },
    };

    /// <summary>An option that takes a length of time.</summary>
    public static Option<TimeSpan?> TimeOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (Time(result.Tokens[0].Value) is { } time)
                return time;
            result.AddError($"{name} \"{result.Tokens[0].Value}\" is no length of time; write it as 90s, 5m, 1h30m or 2d.");
            return null;
        },
    };

    [GeneratedRegex(@"^((?<d>[0-9]+(\.[0-9]+)?)d)?((?<h>[0-9]+(\.[0-9]+)?)h)?((?<m>[0-9]+(\.[0-9]+)?)m)?((?<s>[0-9]+(\.[0-9]+)?)s)?$")]
    private static partial Regex Parts();
}
