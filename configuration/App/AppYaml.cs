using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>A service's app.yaml. Immutable; a changed file makes a new one.</summary>
public sealed record AppYaml
{
    /// <summary>The file it was read from, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary><c>application</c> or <c>project</c> without partition and domain, or null when the file does not say.</summary>
    public string? Application { get; init; }

    /// <summary><c>service</c>, or <c>module</c> as it was once called. Default <c>default</c>.</summary>
    public string Service { get; init; } = DefaultService;

    /// <summary><c>version</c>, or null when the file leaves it to the tools.</summary>
    public string? Version { get; init; }

    /// <summary><c>runtime</c>.</summary>
    public required AppRuntime Runtime { get; init; }

    /// <summary><c>api_version</c>: <c>1</c> on python27, no meaning on python3.</summary>
    public string? ApiVersion { get; init; }

    /// <summary><c>threadsafe</c>: an instance takes several requests at a time. Required on python27, default true on python3.</summary>
    public bool ThreadSafe { get; init; } = true;

    /// <summary><c>env_variables</c>.</summary>
    public ImmutableDictionary<string, string> EnvVariables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>entrypoint</c> as written, or null.</summary>
    public string? Entrypoint { get; init; }

    /// <summary><c>instance_class</c>: F1 to F4_1G or B1 to B8. Default F1 with automatic scaling, B2 otherwise.</summary>
    public required string InstanceClass { get; init; }

    /// <summary>Automatic, basic or manual scaling. Default automatic.</summary>
    public Scaling Scaling { get; init; } = new AutomaticScaling();

    /// <summary><c>inbound_services</c>.</summary>
    public ImmutableArray<string> InboundServices { get; init; } = [];

    /// <summary><c>default_expiration</c>: how long clients may keep static files; null: the platform's 10 minutes.</summary>
    public TimeSpan? DefaultExpiration { get; init; }

    /// <summary><c>skip_files</c> joined into one regular expression, or null for <see cref="SkipPatterns.Default"/>.</summary>
    public string? SkipFiles { get; init; }

    /// <summary><c>libraries</c> as named (python27); <see cref="LibraryCatalog.Complete"/> adds those that come with them.</summary>
    public ImmutableArray<Library> Libraries { get; init; } = [];

    /// <summary><c>handlers</c> in order.</summary>
    public ImmutableArray<Handler> Handlers { get; init; } = [];

    /// <summary><c>error_handlers</c>.</summary>
    public ImmutableArray<ErrorHandler> ErrorHandlers { get; init; } = [];

    /// <summary><c>includes</c>: paths as written.</summary>
    public ImmutableArray<string> Includes { get; init; } = [];

    /// <summary><c>builtins</c> that are on or off, in order.</summary>
    public ImmutableArray<Builtin> Builtins { get; init; } = [];

    /// <summary><c>app_engine_apis</c>: the bundled services are wanted (always so on python27).</summary>
    public bool AppEngineApis { get; init; }

    /// <summary>Elements that are read and checked and that nothing acts on yet.</summary>
    public PlatformElements Platform { get; init; } = new();

    /// <summary>The service without a name of its own.</summary>
    public const string DefaultService = "default";

    /// <summary>The version of an app.yaml that does not name one.</summary>
    public const string DefaultVersion = "1";

    /// <summary>Requests that one instance takes at a time: 1 when it is not thread-safe; otherwise what automatic scaling says, default 10.</summary>
    public int MaxConcurrentRequests => !ThreadSafe ? 1 : Scaling is AutomaticScaling automatic ? automatic.MaxConcurrentRequests : AutomaticScaling.DefaultMaxConcurrentRequests;
}

/// <summary>An entry of <c>libraries</c>.</summary>
/// <param name="Name">Name as in App Engine's table.</param>
/// <param name="Version">Version; <c>latest</c> already resolved.</param>
public sealed record Library(string Name, string Version);

/// <summary>An entry of <c>builtins</c>.</summary>
/// <param name="Name">Its name, such as <c>deferred</c>.</param>
/// <param name="On">On or off.</param>
public sealed record Builtin(string Name, bool On);

/// <summary>An entry of <c>error_handlers</c>.</summary>
/// <param name="ErrorCode"><c>default</c>, <c>over_quota</c>, <c>dos_api_denial</c> or <c>timeout</c>.</param>
/// <param name="File">The page, relative to the app's directory.</param>
/// <param name="MimeType">Its type, or null for text/html.</param>
public sealed record ErrorHandler(string ErrorCode, string File, string? MimeType)
{
    /// <summary>Line of the page's path in app.yaml, counted from 1.</summary>
    public int Line { get; init; }

    /// <summary>Column of the page's path in app.yaml, counted from 1.</summary>
    public int Column { get; init; }
}
