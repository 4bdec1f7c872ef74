using Orleans;
using System.Text.Json;
using System.Text.Json.Serialization;
using Actors.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Actors.Console;

/// <summary>
/// The admin API, JSON over HTTP:
/// <code>
/// GET /health          200 {"status":"ok"} while the silo serves
/// GET /api/instances   every instance of every app
/// </code>
/// </summary>
public static class AdminApi
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Adds the endpoints, which only answer on the admin port.</summary>
    public static void MapAdminApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health", () => Results.Json(new { status = "ok" }, Json));
        endpoints.MapGet("/api/instances", async (IGrainFactory grains) => Results.Json(await InstancesAsync(grains), Json));
    }

    private static async Task<IReadOnlyList<InstanceRow>> InstancesAsync(IGrainFactory grains)
    {
        var apps = await grains.GetGrain<IAppDirectoryGrain>(IAppDirectoryGrain.Key).List();
        var snapshots = await Task.WhenAll(apps.Select(app => grains.GetGrain<IAppGrain>(app).Snapshot()));
        var versions = snapshots.SelectMany(app => app.Versions);
        var rows = await Task.WhenAll(versions.Select(async version =>
            (await grains.GetGrain<IVersionGrain>(version.Key).Instances()).Select(instance => InstanceRow.From(version, instance))));
        return [.. rows.SelectMany(row => row)];
    }
}

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
/// <param name="Journey">How its start went: milliseconds per step.</param>
/// <param name="StartMilliseconds">How long its start took in all.</param>
/// <param name="Memory">Proportional set size in bytes.</param>
/// <param name="Sandbox">The layers that it is locked down with.</param>
/// <param name="Number">Its number; null where instances have none.</param>
/// <param name="BackgroundThreads">The background threads that run in it.</param>
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
    IReadOnlyDictionary<string, double> Journey,
    double StartMilliseconds,
    long? Memory,
    IReadOnlyList<string> Sandbox,
    int? Number,
    IReadOnlyList<BackgroundThreadDescription> BackgroundThreads)
{
    /// <summary>The row of an instance.</summary>
    public static InstanceRow From(VersionDeployment version, InstanceDescription instance) => new(
        version.App, version.Service, version.Version, instance.Id, instance.Pid, instance.State, instance.Requests, instance.InFlight, instance.Started,
        instance.Journey.Steps.ToDictionary(step => JsonNamingPolicy.CamelCase.ConvertName(step.Step.ToString()), step => step.Microseconds / 1000.0),
        instance.Journey.TotalMicroseconds / 1000.0, instance.Memory, instance.Layers, instance.Number, instance.BackgroundThreads);
}
