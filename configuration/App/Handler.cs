using System.Collections.Immutable;

namespace Actors.Configuration;

/// <summary>What a handler does with a request.</summary>
public enum HandlerKind
{
    /// <summary><c>script</c>: runs code.</summary>
    Script,

    /// <summary><c>static_dir</c>: serves the files below a directory.</summary>
    StaticDir,

    /// <summary><c>static_files</c>: serves the file that a template names.</summary>
    StaticFiles,

    /// <summary><c>api_endpoint</c>: Endpoints v1, accepted and never matched.</summary>
    ApiEndpoint,
}

/// <summary><c>login</c>.</summary>
public enum LoginRule
{
    /// <summary>Nobody needs to sign in.</summary>
    Optional,

    /// <summary>Any signed-in user.</summary>
    Required,

    /// <summary>An administrator of the app.</summary>
    Admin,
}

/// <summary><c>auth_fail_action</c>: what somebody gets who is not signed in.</summary>
public enum AuthFailAction
{
    /// <summary>A redirect to the sign-in page.</summary>
    Redirect,

    /// <summary>401.</summary>
    Unauthorized,
}

/// <summary><c>secure</c>.</summary>
public enum SecureRule
{
    /// <summary>http and https.</summary>
    Optional,

    /// <summary>https is redirected to http.</summary>
    Never,

    /// <summary>http is redirected to https.</summary>
    Always,
}

/// <summary>One entry of <c>handlers</c>.</summary>
public sealed record Handler
{
    /// <summary>The file that the entry stands in, as the user named it: an included file, or app.yaml itself (null when it was made up).</summary>
    public string? File { get; init; }

    /// <summary>Line of the entry in its file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary><c>url</c>: a regular expression for the whole path, a prefix with <see cref="HandlerKind.StaticDir"/>.</summary>
    public required string Url { get; init; }

    /// <summary>Which of the kinds this is.</summary>
    public required HandlerKind Kind { get; init; }

    /// <summary>The value of the kind's key: a script, a directory, or a path template with <c>\N</c>.</summary>
    public required string Target { get; init; }

    /// <summary><c>upload</c>: a regular expression for the paths of files that <c>static_files</c> may serve; null for other kinds.</summary>
    public string? Upload { get; init; }

    /// <summary><c>mime_type</c>, or null: by the file's extension.</summary>
    public string? MimeType { get; init; }

    /// <summary><c>expiration</c>, or null: <see cref="AppYaml.DefaultExpiration"/>.</summary>
    public TimeSpan? Expiration { get; init; }

    /// <summary><c>http_headers</c> of static files, in order.</summary>
    public ImmutableArray<HttpHeader> HttpHeaders { get; init; } = [];

    /// <summary><c>require_matching_file</c>: when the file is missing, the next handlers are tried. Default false.</summary>
    public bool RequireMatchingFile { get; init; }

    /// <summary><c>application_readable</c>: the app's code can read the static file as well. Default false.</summary>
    public bool ApplicationReadable { get; init; }

    /// <summary><c>login</c>. Default optional.</summary>
    public LoginRule Login { get; init; }

    /// <summary><c>auth_fail_action</c>. Default redirect.</summary>
    public AuthFailAction AuthFailAction { get; init; }

    /// <summary><c>secure</c>. Default optional.</summary>
    public SecureRule Secure { get; init; }

    /// <summary><c>redirect_http_response_code</c> of <see cref="Secure"/>'s redirects: 301, 302, 303 or 307. Default 302.</summary>
    public int RedirectStatus { get; init; } = 302;
}

/// <summary>One entry of <c>http_headers</c>.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">As written.</param>
public sealed record HttpHeader(string Name, string Value);
