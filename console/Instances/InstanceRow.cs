using System.Text.Json;
using Actors.Grains;

namespace Actors.Console.Instances;

/// <summary>One instance as the admin API shows it.</summary>
/// <param name="App">Application id.</param>
/// <param name="Service">Service.</param>
/// <param name="Version">Version.</param>
/// <param name="Id">The instance's opaque id.</param>
/// <param name="Pid">Process id of its worker; 0 without one.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Requests">Requests begun since its start.</param>
/// <param name="Errors">Those of them that were answered with a 5xx status, or not at all because the worker ended or their deadline had passed.</param>
/// <param name="InFlight">Requests in it now.</param>
/// <param name="Started">When its worker was ready.</param>
/// <param name="LastActive">When it last began or finished a request.</param>
/// <param name="Journey">How its start went: milliseconds per step.</param>
/// <param name="StartMilliseconds">How long its start took in all.</param>
/// <param name="Memory">Proportional set size in bytes.</param>
/// <param name="Sandbox">The layers that it is locked down with.</param>
/// <param name="Number">Its number, by which a host may name it; null where instances have none.</param>
/// <param name="CpuMilliseconds">Processor time of its worker so far; null when it is not known.</param>
/// <param name="Latency">How long its last requests took; null when none has ended.</param>
/// <param name="BackgroundThreads">The background threads that run in it, the oldest first.</param>
public sealed record InstanceRow(
    string App,
    string Service,
    string Version,
    string Id,
    int Pid,
    InstanceState State,
    long Requests,
    long Errors,
    int InFlight,
    DateTimeOffset Started,
    DateTimeOffset LastActive,
    IReadOnlyDictionary<string, double> Journey,
    double StartMilliseconds,
    long? Memory,
    IReadOnlyList<string> Sandbox,
    int? Number,
    double? CpuMilliseconds,
    LatencyRow? Latency,
    IReadOnlyList<BackgroundThreadDescription> BackgroundThreads)
{
    /// <summary>The row of an instance.</summary>
    public static InstanceRow From(VersionDeployment version, InstanceDescription instance)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(instance);
        return new InstanceRow(
            version.App, version.Service, version.Version, instance.Id, instance.Pid, instance.State, instance.Requests, instance.Errors, instance.InFlight, instance.Started, instance.LastActive,
            instance.Journey.Steps.ToDictionary(static step => JsonNamingPolicy.CamelCase.ConvertName(step.Step.ToString()), static step => step.Microseconds / 1000.0),
            instance.Journey.TotalMicroseconds / 1000.0, instance.Memory, instance.Layers, instance.Number, instance.Cpu?.TotalMilliseconds, LatencyRow.From(instance.Latency), instance.BackgroundThreads);
    }
}

/// <summary>How long an instance's requests took: about the last ten thousand, in milliseconds, each to a sixteenth of its value.</summary>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
public sealed record LatencyRow(double Median, double P95, double P99)
{
    /// <summary>The row of what an instance measured.</summary>
    public static LatencyRow? From(LatencyQuantiles? latency) =>
        latency is null ? null : new LatencyRow(latency.Median.TotalMilliseconds, latency.P95.TotalMilliseconds, latency.P99.TotalMilliseconds);
}
