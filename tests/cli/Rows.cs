using Actors.Console.Apps;
using Actors.Console.Instances;
using Actors.Console.Services;
using Actors.Console.Traffic;
using Actors.Console.Versions;
using Actors.Grains;

namespace Actors.Cli.Tests;

/// <summary>What the admin API answers, as it writes it.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(1);

    public static readonly AppRow[] Apps = [new("blog", ["default"], 1, false), new("guestbook", ["backend", "default"], 4, true)];

    public static readonly ServiceRow[] Services =
    [
        new("guestbook", "backend", ["b1"], new Dictionary<string, double> { ["b1"] = 1 }, TrafficSplit.Ip),
        new("guestbook", "default", ["v1", "v2", "v3"], new Dictionary<string, double> { ["v2"] = 0.1, ["v1"] = 0.9 }, TrafficSplit.Cookie),
    ];

    public static readonly VersionRow[] Versions =
    [
        new("guestbook", "default", "v1", "python3", new VersionScaling(ScalingKind.Automatic, 0, 0), VersionState.Serving, 0.9, 3, 7, 10, 384, Now.AddHours(-3), "/srv/guestbook"),
        new("guestbook", "default", "v2", "python27", new VersionScaling(ScalingKind.Automatic, 1, 20), VersionState.Serving, 0.1, 1, 0, 10, 384, Now.AddMinutes(-2), null),
        new("guestbook", "default", "v3", "python27", new VersionScaling(ScalingKind.Manual, 2, 2), VersionState.Stopped, 0, 0, 0, 10, 384, Now.AddDays(-1), null),
    ];

    public static InstanceRow Instance(string id, InstanceState state, long requests, int inFlight, TimeSpan age) => InstanceRow.From(
        new VersionDeployment
        {
            App = "guestbook", Service = "default", Version = "v1", Generation = 1, Configuration = "", Runtime = "python3", MaxConcurrentRequests = 10, EnvVariables = new Dictionary<string, string>(), CodeTree = "/",
            StaticTree = "/",
        },
        new InstanceDescription { Id = id, State = state, Pid = 4711, Requests = requests, Errors = requests / 100, InFlight = inFlight, Started = Now - age, LastActive = Now, Memory = 2_700_000, Cpu = TimeSpan.FromSeconds(1.5), Latency = new LatencyQuantiles(TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(70)), Number = 0 });

    public static readonly DecisionRow[] Decisions =
    [
        DecisionRow.From(new ScalingRecord { At = Now.AddSeconds(-5), Started = 2, Why = "12 requests wait.", Pending = 12, Serving = 1 }),
        DecisionRow.From(new ScalingRecord { At = Now.AddMinutes(-5), Drained = ["a"], Why = "It was idle for 15 minutes.", Serving = 2 }),
    ];

    public static TrafficView Traffic(TrafficMoveView? move = null, params FormerTrafficView[] history) =>
        new("guestbook", "default", new Dictionary<string, double> { ["v2"] = 0.25, ["v1"] = 0.75 }, TrafficSplit.Cookie, "7a", move, history);

    public static TrafficMoveView Move(TrafficMoveState state, int step, string why = "", TrafficMoveKind kind = TrafficMoveKind.Migration, DateTimeOffset? started = null) =>
        new(kind, "v2", state, step, [0.25, 0.5, 1], 10, new Dictionary<string, double> { ["v1"] = 1 }, started ?? Now, Now, null, null, why);
}
