namespace Actors.Gateway.Hosts;

/// <summary>What a Host header asks for, as far as its form says (<see cref="HostNames"/> reads it); which of it exists, the routing table knows.</summary>
public readonly ref struct HostTarget
{
    /// <summary>How to look it up.</summary>
    public HostKind Kind { get; init; }

    /// <summary>The app, in the client's letter case: <c>APP</c> in <c>APP.localhost</c>.</summary>
    public ReadOnlySpan<char> App { get; init; }

    /// <summary>The label before it, or empty: <c>SERVICE-dot-APP</c>. It may turn out to be a version of the default service.</summary>
    public ReadOnlySpan<char> Service { get; init; }

    /// <summary><see cref="Service"/> is a service, since the configuration says so, and no version of the default one.</summary>
    public bool IsService { get; init; }

    /// <summary>The label before that, or empty: <c>VERSION-dot-SERVICE-dot-APP</c>. It may turn out to be an instance of the version that serves: <c>INSTANCE-dot-SERVICE-dot-APP</c>.</summary>
    public ReadOnlySpan<char> Version { get; init; }

    /// <summary>The label before that, or empty: <c>INSTANCE-dot-VERSION-dot-SERVICE-dot-APP</c>.</summary>
    public ReadOnlySpan<char> Instance { get; init; }

    /// <summary>It has more labels than any form, or an empty one: nothing that exists is called so.</summary>
    public bool IsMalformed { get; init; }
}

/// <summary>How a host is looked up.</summary>
public enum HostKind
{
    /// <summary>Nothing of ours: 404.</summary>
    Unknown,

    /// <summary>The first app: <c>localhost</c>, an address, or no Host at all.</summary>
    First,

    /// <summary>The app that is named before <c>localhost</c> or the base domain; what else is named and does not exist, its default service answers.</summary>
    Named,

    /// <summary>The app that a custom domain stands for; what is named before it and does not exist is 404.</summary>
    Custom,
}
