using Actors.Console.Instances;
using Actors.Grains;

namespace Actors.Console.Versions;

/// <summary>Makes the rows of versions, with what their grains say of their instances.</summary>
internal sealed class VersionRows(InstanceReader instances, IServedApps served)
{
    /// <summary>The row of a version.</summary>
    public async Task<VersionRow> OfAsync(AppSnapshot app, VersionDeployment version) => VersionRow.From(app, version, await instances.OfAsync(version), served.Serves(app.App));
}
