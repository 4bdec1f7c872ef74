using Actors.Configuration;

namespace Actors.Gateway.Routes;

/// <summary>What a Host header means in one routing table. Immutable.</summary>
/// <param name="App">Its app.</param>
/// <param name="Name">The host without a port, which dispatch.yaml's rules are about.</param>
/// <param name="Version">What answers where no rule of dispatch.yaml says otherwise; null when a custom domain names what does not exist, or a version is named that is stopped: 404.</param>
/// <param name="Instance">The number or id of the instance that is meant, or null for any.</param>
/// <param name="NamesVersion">The version is meant, whatever dispatch.yaml says.</param>
internal sealed record HostRoute(AppRoutes App, string Name, VersionRoute? Version, string? Instance, bool NamesVersion)
{
    /// <summary>Which of several versions a request gets instead, or null when there is one only.</summary>
    public SplitRoute? Split { get; init; }

    /// <summary>A version is named that is stopped.</summary>
    public bool IsStopped { get; init; }
}

/// <summary>Where a request goes.</summary>
/// <param name="Version">The version that answers, or null: 404.</param>
/// <param name="Instance">The number or id of the instance that alone may answer, or null for any.</param>
/// <param name="Dos">The app's dos.yaml, or null.</param>
/// <param name="Split">Which of several versions answers instead, by the client, or null when there is one only.</param>
internal readonly record struct RequestRoute(VersionRoute? Version, string? Instance, DosYaml? Dos, SplitRoute? Split)
{
    /// <summary>A version is named that is stopped.</summary>
    public bool IsStopped { get; init; }
}
