using System.Globalization;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads the <c>retry_parameters</c> of queue.yaml and cron.yaml.</summary>
internal static partial class RetryParametersReader
{
    private const double MostSeconds = 1e9;

    public static Shape<RetryParameters> Of(string prefix, int mostRetries) => Shapes.MapOf("retry_parameters", (map, errors) =>
    {
        var defaults = new RetryParameters();
        var retries = map.Optional<int?>(prefix + "_retry_limit", Shapes.Int(0, mostRetries));
        var age = map.Optional<TimeSpan?>(prefix + "_age_limit", Age);
        var doublings = map.Optional<int?>("max_doublings", Shapes.Int(0, int.MaxValue));
        var least = Seconds(map.Optional<double?>("min_backoff_seconds", Shapes.Number(0, MostSeconds)));
        var most = Seconds(map.Optional<double?>("max_backoff_seconds", Shapes.Number(0, MostSeconds)));
        if (least > most)
            errors.Add(map.At("min_backoff_seconds"), "\"min_backoff_seconds\" is greater than \"max_backoff_seconds\".", "Exchange them, or remove one.");

        // Where one alone is given, the other goes along with it.
        var first = least ?? (most < defaults.MinBackoff ? most.Value : defaults.MinBackoff);
        var longest = most ?? (least > defaults.MaxBackoff ? least.Value : defaults.MaxBackoff);
        return new RetryParameters { RetryLimit = retries, AgeLimit = age, MinBackoff = first, MaxBackoff = longest, MaxDoublings = doublings ?? defaults.MaxDoublings };
    });

    /// <summary><c>1.5h</c>: a positive number with s, m, h or d.</summary>
    public static TimeSpan? Age(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text)
            return null;
        if (AgePattern().Match(text) is { Success: true } match)
        {
            var seconds = double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * UnitSeconds(match.Groups[2].ValueSpan[0]);
            if (seconds is > 0 and <= MostSeconds)
                return TimeSpan.FromSeconds(seconds);
        }

        errors.Add(node, $"\"{key}\" is \"{text}\".", "Allowed are numbers above zero followed by s, m, h or d, such as \"2d\".");
        return null;
    }

    /// <summary>Seconds of a unit: s, m, h or d.</summary>
    public static int UnitSeconds(char unit) => unit switch
    {
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        _ => 1,
    };

    private static TimeSpan? Seconds(double? value) => value is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    [GeneratedRegex(@"\A([0-9]{1,12}(?:\.[0-9]{0,12})?)([smhd])\z")]
    private static partial Regex AgePattern();
}
