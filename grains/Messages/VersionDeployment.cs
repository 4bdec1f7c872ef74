namespace Actors.Grains;

/// <summary>One deployed state of a version: what its instances and the gateways need to know. Immutable; a change of files or configuration makes a new one.</summary>
[GenerateSerializer, Immutable, Alias("actors.VersionDeployment")]
public sealed record VersionDeployment
{
    /// <summary>Application id without partition, such as <c>guestbook</c>.</summary>
    [Id(0)] public required string App { get; init; }

    /// <summary>Service name; <c>default</c> for the one without a name.</summary>
    [Id(1)] public required string Service { get; init; }

    /// <summary>Version name.</summary>
    [Id(2)] public required string Version { get; init; }

    /// <summary>Grows with each deployment of this version, also when a file changes while serving from a directory; an instance serves one generation.</summary>
    [Id(3)] public required long Generation { get; init; }

    /// <summary>The configuration as YAML text, for gateways: handlers and their attributes.</summary>
    [Id(4)] public required string Configuration { get; init; }

    /// <summary>The runtime as app.yaml names it: <c>python27</c>, <c>python311</c>, <c>python3</c>.</summary>
    [Id(5)] public required string Runtime { get; init; }

    /// <summary>Requests an instance takes at a time: 1 when <c>threadsafe</c> is false; 1 to 100.</summary>
    [Id(6)] public required int MaxConcurrentRequests { get; init; }

    /// <summary>env_variables of app.yaml.</summary>
    [Id(7)] public required IReadOnlyDictionary<string, string> EnvVariables { get; init; }

    /// <summary>The materialised code tree: all that workers see of the app.</summary>
    [Id(8)] public required string CodeTree { get; init; }

    /// <summary>Where static files are served from.</summary>
    [Id(9)] public required string StaticTree { get; init; }

    /// <summary>The directory being developed in, or null for a deployed version. Tracebacks show its paths, and to the browser.</summary>
    [Id(10)] public string? Source { get; init; }

    /// <summary>User and group id of the app's workers, or -1 to keep the silo's own (when it does not run as root).</summary>
    [Id(11)] public int Uid { get; init; } = -1;

    /// <summary><c>threadsafe</c> as WSGI's multithread key shows it.</summary>
    [Id(12)] public bool ThreadSafe { get; init; } = true;

    /// <summary>Memory of the instance class in MiB: what the app is told, and an instance that has more is replaced. Default 384, that of F1 in python3.</summary>
    [Id(14)] public int MemoryMegabytes { get; init; } = 384;

    /// <summary>The text of the .gcloudignore that decides which files belong to the version, or null when there is none. Default null.</summary>
    [Id(15)] public string? GcloudIgnore { get; init; }

    // 13 and 16 were in use once and are not used again.

    /// <summary>How many instances there are to be, and who decides. Default automatic scaling with App Engine's defaults.</summary>
    [Id(17)] public ScalingSettings Scaling { get; init; } = ScalingSettings.Default;

    /// <summary>It is a backend of the app, with what only backends have; null, the default, for a service.</summary>
    [Id(18)] public BackendSettings? Backend { get; init; }

    /// <summary>Basic or manual scaling: requests may take as long as <see cref="DeadlineOptions.BasicAndManual"/>, and instances have background threads.</summary>
    public bool RunsLong => Scaling.Kind != ScalingKind.Automatic;

    /// <summary>The version grain's key: <c>app/service/version</c>.</summary>
    public string Key => KeyOf(App, Service, Version);

    /// <summary>The key of the version grain of a version that is known by its names.</summary>
    public static string KeyOf(string app, string service, string version) => $"{app}/{service}/{version}";
}
