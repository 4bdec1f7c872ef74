using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads one queue of queue.yaml.</summary>
internal static partial class TaskQueueReader
{
    private static readonly Shape<string> Name = Shapes.Matching(NamePattern(), "Allowed are 1 to 100 letters, digits and hyphens.");
    private static readonly Shape<string> Target = Shapes.Matching(TargetPattern(), "Allowed are a service, or a version and a service such as \"v2.backend\", in lower-case letters, digits and hyphens.");
    private static readonly Shape<RetryParameters> Retry = RetryParametersReader.Of("task", int.MaxValue);

    public static TaskQueue? Read(MapReader map, YamlErrors errors)
    {
        var name = map.Required("name", Name, "Give the queue's name.");
        var isPull = map.Optional("mode", Shapes.OneOf("push", "pull")) == "pull";
        var rate = map.Optional<double?>("rate", Rate);
        if (!isPull && !map.Has("rate"))
            errors.Warn(map.Map, "The key \"rate\" is missing in a push queue.", "Give how many tasks may start, such as \"rate: 5/s\", which is assumed.");
        var target = map.Optional("target", Target)?.Split('.');
        var queue = new TaskQueue
        {
            Line = map.Map.Line,
            Name = name ?? "",
            IsPull = isPull,
            RatePerSecond = rate ?? 5,
            BucketSize = map.Optional<int?>("bucket_size", Shapes.Int(0, int.MaxValue)) ?? 5,
            MaxConcurrentRequests = map.Optional<int?>("max_concurrent_requests", Shapes.Int(0, int.MaxValue)) ?? 1000,
            TargetVersion = target?.Length == 2 ? target[0] : null,
            TargetService = target?[^1],
            Retry = map.Optional("retry_parameters", Retry) ?? new RetryParameters(),
            Acl = map.Optional<ImmutableArray<QueueUser>?>("acl", Shapes.ListOf(Shapes.MapOf("an entry of acl", ReadUser))) ?? [],
        };
        return name is null ? null : queue;
    }

    private static QueueUser? ReadUser(MapReader map, YamlErrors errors)
    {
        var user = map.Optional("user_email", Shapes.Text);
        var writer = map.Optional("writer_email", Shapes.Text);
        if (map.Has("user_email") != map.Has("writer_email"))
            return new QueueUser(user ?? writer ?? "", writer is not null);
        errors.Add(map.Map, user is null ? "An entry of \"acl\" has neither \"user_email\" nor \"writer_email\"." : "An entry of \"acl\" has both \"user_email\" and \"writer_email\".", "Give one of them.");
        return null;
    }

    private static double? Rate(YamlNode node, string key, YamlErrors errors)
    {
        if (Shapes.Text(node, key, errors) is not { } text)
            return null;
        if (text == "0")
            return 0;
        if (RatePattern().Match(text) is { Success: true } match)
            return double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) / RetryParametersReader.UnitSeconds(match.Groups[2].ValueSpan[0]);
        errors.Add(node, $"\"{key}\" is \"{text}\".", "Allowed are 0 and numbers per s, m, h or d, such as \"5/s\".");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,100}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A(?:(?!-)[a-z\d-]{1,100}\.)?(?!-)[a-z\d-]{1,63}\z")]
    private static partial Regex TargetPattern();

    [GeneratedRegex(@"\A([0-9]{1,12}(?:\.[0-9]{0,12})?)/([smhd])\z")]
    private static partial Regex RatePattern();
}
