using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary><c>vpc_access_connector</c> (python3).</summary>
/// <param name="Name">The connector.</param>
/// <param name="EgressSetting"><c>private-ranges-only</c> (the default) or <c>all-traffic</c>.</param>
public sealed record VpcAccessConnector(string Name, string EgressSetting);

/// <summary>A page of <c>admin_console</c>.</summary>
/// <param name="Name">What the link says.</param>
/// <param name="Url">Where it leads.</param>
public sealed record AdminPage(string Name, string Url);

/// <summary><c>api_config</c>: Endpoints v1.</summary>
public sealed record ApiConfig
{
    /// <summary><c>url</c>.</summary>
    public required string Url { get; init; }

    /// <summary><c>script</c>.</summary>
    public required string Script { get; init; }

    /// <summary><c>login</c>. Default optional.</summary>
    public LoginRule Login { get; init; }

    /// <summary><c>secure</c>. Default optional.</summary>
    public SecureRule Secure { get; init; }

    /// <summary><c>auth_fail_action</c>. Default redirect.</summary>
    public AuthFailAction AuthFailAction { get; init; }
}

/// <summary>Elements of app.yaml that are read and checked and that nothing acts on yet.</summary>
public sealed record PlatformElements
{
    /// <summary><c>build_env_variables</c> (python3).</summary>
    public ImmutableDictionary<string, string> BuildEnvVariables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary><c>service_account</c> (python3), or null for the app's own.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary><c>vpc_access_connector</c> (python3), or null.</summary>
    public VpcAccessConnector? VpcAccessConnector { get; init; }

    /// <summary>The pages of <c>admin_console</c>, in order.</summary>
    public ImmutableArray<AdminPage> AdminPages { get; init; } = [];

    /// <summary><c>api_config</c>, or null.</summary>
    public ApiConfig? ApiConfig { get; init; }

    /// <summary><c>auto_id_policy: legacy</c>: small datastore ids in sequence. Default false.</summary>
    public bool LegacyAutoIds { get; init; }

    /// <summary><c>backends</c>, which services have replaced.</summary>
    public ImmutableArray<Backend> Backends { get; init; } = [];
}
