using Actors.Console;
using Actors.Gateway.Routes;

namespace Actors.Silo;

/// <summary>Those whose routes the gateway follows.</summary>
internal sealed class ServedApps(FollowedApps followed) : IServedApps
{
    public bool Serves(string app) => followed.Follows(app);
}
