using Actors.Grains;
using Orleans;

namespace Actors.Console.Instances;

/// <summary>Asks version grains for their instances.</summary>
internal sealed class InstanceReader(IGrainFactory grains)
{
    /// <summary>The instances of a version, with their memory.</summary>
    public Task<IReadOnlyList<InstanceDescription>> OfAsync(VersionDeployment version) => grains.GetGrain<IVersionGrain>(version.Key).Instances();

    /// <summary>The rows of several versions' instances.</summary>
    public async Task<IReadOnlyList<InstanceRow>> RowsAsync(IEnumerable<VersionDeployment> versions)
    {
        var rows = await Task.WhenAll(versions.Select(async version => (await OfAsync(version)).Select(instance => InstanceRow.From(version, instance))));
        return [.. rows.SelectMany(static row => row)];
    }
}
