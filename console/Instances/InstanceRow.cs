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
/// <param name="InFlight">Requests in it now.</param>
/// <param name="Started">When its worker was ready.</param>
/// <param name="LastActive">When it last began or finished a request.</param>
/// <param name="Journey">How its start went: milliseconds per step.</param>
/// <param name="StartMilliseconds">How long its start took in all.</param>
/// <param name="Memory">Proportional set size in bytes.</param>
/// <param name="Sandbox">The layers that it is locked down with.</param>
public sealed record InstanceRow(
    string App,
    string Service,
    string Version,
    string Id,
    int Pid,
    InstanceState State,
    long Requests,
    int InFlight,
    DateTimeOffset Started,
    DateTimeOffset LastActive,
    IReadOnlyDictionary<string, double> Journey,
    double StartMilliseconds,
    long? Memory,
    IReadOnlyList<string> Sandbox)
{
    /// <summary>The row of an instance.</summary>
    public static InstanceRow From(VersionDeployment version, InstanceDescription instance)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(instance);
        return new InstanceRow(
            version.App, version.Service, version.Version, instance.Id, instance.Pid, instance.State, instance.Requests, instance.InFlight, instance.Started, instance.LastActive,
            instance.Journey.Steps.ToDictionary(static step => JsonNamingPolicy.CamelCase.ConvertName(step.Step.ToString()), static step => step.Microseconds / 1000.0),
            instance.Journey.TotalMicroseconds / 1000.0, instance.Memory, instance.Layers);
    }
}
