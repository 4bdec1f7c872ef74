namespace Actors.Gateway.Hosts;

/// <summary>Under which names apps are reached, beside <c>APP.localhost</c>.</summary>
public sealed class HostNameOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Hosts";

    /// <summary>
    /// A domain whose names all lead here: with <c>apps.example.org</c> an app is reached as <c>APP.apps.example.org</c>, a service as <c>SERVICE-dot-APP.apps.example.org</c>, and so on. Default: empty, none.
    /// </summary>
    public string BaseDomain { get; set; } = "";

    /// <summary>
    /// Custom domains: a name, or <c>*.</c> and a name for all below it, to <c>APP</c> or <c>APP/SERVICE</c>. Of several that fit, the name itself counts, then the longest. With <c>*.</c> and
    /// an app alone, the labels before the name are service, version and instance. Default: none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Domains { get; set; } = new Dictionary<string, string>();
}
