using System.Collections.Immutable;
using Actors.Configuration.Yaml;

namespace Actors.Configuration;

/// <summary>Reads automatic_scaling, basic_scaling and manual_scaling.</summary>
internal static class ScalingReader
{
    private static readonly string[] Kinds = ["automatic_scaling", "basic_scaling", "manual_scaling"];

    private static readonly string[] FlexibleNumbers =
    [
        "min_num_instances", "max_num_instances", "target_network_sent_bytes_per_sec", "target_network_sent_packets_per_sec", "target_network_received_bytes_per_sec",
        "target_network_received_packets_per_sec", "target_disk_write_bytes_per_sec", "target_disk_write_ops_per_sec", "target_disk_read_bytes_per_sec",
        "target_disk_read_ops_per_sec", "target_request_count_per_sec", "target_concurrent_requests",
    ];

    private static readonly Shape<AutomaticScaling> Automatic = Shapes.MapOf("automatic_scaling", ReadAutomatic);

    private static readonly Shape<BasicScaling> Basic = Shapes.MapOf("basic_scaling", static (map, _) => new BasicScaling(
        map.Required<int?>("max_instances", Shapes.Int(1, int.MaxValue), "Give the most instances there may be, from 1.") ?? 1,
        map.Optional<TimeSpan?>("idle_timeout", AppShapes.IdleTimeout) ?? TimeSpan.FromMinutes(5)));

    public static readonly Shape<ManualScaling> Manual = Shapes.MapOf("manual_scaling", static (map, _) => new ManualScaling(
        map.Required<int?>("instances", Shapes.Int(1, int.MaxValue), "Give the number of instances, from 1.") ?? 1));

    public static Scaling Read(MapReader map, YamlErrors errors)
    {
        var automatic = map.Optional("automatic_scaling", Automatic);
        var basic = map.Optional("basic_scaling", Basic);
        var manual = map.Optional("manual_scaling", Manual);
        var given = Kinds.Where(map.Has).ToArray();
        if (given.Length > 1)
            errors.Add(map.AtKey(given[1]), $"Both \"{given[0]}\" and \"{given[1]}\" are given.", "Keep one kind of scaling.");
        return (Scaling?)manual ?? (Scaling?)basic ?? automatic ?? new AutomaticScaling();
    }

    private static AutomaticScaling ReadAutomatic(MapReader map, YamlErrors errors)
    {
        var utilization = Shapes.Number(0.5, 0.95);
        var scaling = new AutomaticScaling
        {
            MinInstances = map.Optional<int?>("min_instances", Shapes.Int(0, 1000)) ?? 0,
            MaxInstances = map.Optional<int?>("max_instances", Shapes.Int(0, int.MaxValue)) ?? 0,
            MinIdleInstances = map.Optional<int?>("min_idle_instances", AppShapes.InstancesOrAutomatic(0, 1000)),
            MaxIdleInstances = map.Optional<int?>("max_idle_instances", AppShapes.InstancesOrAutomatic(1, 1000)),
            MinPendingLatency = map.Optional<TimeSpan?>("min_pending_latency", AppShapes.Latency),
            MaxPendingLatency = map.Optional<TimeSpan?>("max_pending_latency", AppShapes.Latency),
            MaxConcurrentRequests = map.Optional<int?>("max_concurrent_requests", Shapes.Int(1, 1000)) ?? AutomaticScaling.DefaultMaxConcurrentRequests,
            TargetCpuUtilization = map.Optional<double?>("target_cpu_utilization", utilization) ?? 0.6,
            TargetThroughputUtilization = map.Optional<double?>("target_throughput_utilization", utilization) ?? 0.6,
        };

        ReadFlexible(map);
        CheckOrder<int>(map, errors, "min_instances", scaling.MinInstances, "max_instances", scaling.MaxInstances == 0 ? null : scaling.MaxInstances);
        CheckOrder(map, errors, "min_idle_instances", scaling.MinIdleInstances, "max_idle_instances", scaling.MaxIdleInstances);
        CheckOrder(map, errors, "min_pending_latency", scaling.MinPendingLatency, "max_pending_latency", scaling.MaxPendingLatency);
        return scaling;
    }

    // What the flexible environment knows beside these: checked, without effect.
    private static void ReadFlexible(MapReader map)
    {
        foreach (var key in FlexibleNumbers)
            _ = map.Optional<int?>(key, Shapes.Int(1, int.MaxValue));
        _ = map.Optional<int?>("cool_down_period_sec", Shapes.Int(60, int.MaxValue));
        _ = map.Optional("cpu_utilization", Shapes.MapOf("cpu_utilization", static (cpu, _) =>
        {
            cpu.Optional<double?>("target_utilization", Shapes.Number(0, 1));
            cpu.Optional<int?>("aggregation_window_length_sec", Shapes.Int(1, int.MaxValue));
            return cpu;
        }));
        _ = map.Optional<ImmutableArray<YamlMap>?>("custom_metrics", Shapes.ListOf<YamlMap>(static (node, key, errors) =>
        {
            if (node is not YamlMap)
                errors.Add(node, $"An entry of \"{key}\" is {node.Kind}, not keys with values.", "Write \"KEY: VALUE\" lines.");
            return node as YamlMap;
        }));
    }

    private static void CheckOrder<T>(MapReader map, YamlErrors errors, string leastKey, T? least, string mostKey, T? most)
        where T : struct, IComparable<T>
    {
        if (least is { } low && most is { } high && low.CompareTo(high) > 0)
            errors.Add(map.At(leastKey), $"\"{leastKey}\" is greater than \"{mostKey}\".", "Exchange them, or remove one.");
    }
}
