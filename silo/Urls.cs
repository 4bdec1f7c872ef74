using Actors.Configuration;
using Actors.Gateway.Hosts;
using Actors.Gateway.Server;
using Actors.Runtimes.Deployments;

namespace Actors.Silo;

/// <summary>The addresses that are said at the start: https where it is served, http always.</summary>
internal sealed class Urls(ServedPorts ports, HostNames names)
{
    /// <summary>An app's, in the base domain.</summary>
    public string Of(AppToServe app) =>
        Both(app.Yaml.Service == AppYaml.DefaultService ? $"{app.Id}.{names.BaseDomain}" : $"{app.Yaml.Service}-dot-{app.Id}.{names.BaseDomain}");

    /// <summary>A version's own, whatever the traffic.</summary>
    public string OfVersion(AppToServe app) =>
        Both($"{app.VersionName}-dot-{(app.Yaml.Service == AppYaml.DefaultService ? "" : $"{app.Yaml.Service}-dot-")}{app.Id}.{names.BaseDomain}");

    /// <summary>This server's.</summary>
    public string OfServer() => Both(HostNames.Local) + (ports.H2c is { } port ? $"  http://{HostNames.Local}:{port} (HTTP/2)" : "");

    private string Both(string host) => $"http://{host}:{ports.Http}" + (ports.Https is { } port ? $"  https://{host}:{port}" : "");
}
