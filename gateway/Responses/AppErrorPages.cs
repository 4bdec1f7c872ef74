using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Gateway.Static;
using Actors.Grains;

namespace Actors.Gateway.Responses;

/// <summary>The app's own pages for failures of the platform: <c>error_handlers</c>. Each file is read once, when it is first needed.</summary>
internal sealed class AppErrorPages
{
    /// <summary>A page has fewer bytes than this: 10 KiB. Larger ones are not used.</summary>
    public const int MaxLength = 10 * 1024;

    private readonly ImmutableDictionary<string, Lazy<AppErrorPage?>> _pages;

    /// <summary>The pages of a version.</summary>
    /// <param name="deployment">Where its files are.</param>
    /// <param name="handlers">Its error handlers.</param>
    public AppErrorPages(VersionDeployment deployment, IEnumerable<ErrorHandler> handlers) =>
        _pages = handlers.ToImmutableDictionary(static handler => handler.ErrorCode, handler => new Lazy<AppErrorPage?>(() => Read(deployment, handler)));

    /// <summary>The page for a failure: its own, else the default one; null when the app has none that can be read.</summary>
    public AppErrorPage? For(PlatformFailure failure) => Find(Code(failure)) ?? Find(Code(PlatformFailure.Other));

    private AppErrorPage? Find(string code) => _pages.TryGetValue(code, out var page) ? page.Value : null;

    private static string Code(PlatformFailure failure) => failure switch
    {
        PlatformFailure.OverQuota => "over_quota",
        PlatformFailure.Blocked => "dos_api_denial",
        PlatformFailure.Timeout => "timeout",
        _ => "default",
    };

    private static AppErrorPage? Read(VersionDeployment deployment, ErrorHandler handler)
    {
        using var file = StaticTree.Open(deployment.StaticTree, handler.File, followOut: deployment.Source is not null);
        if (file is null || RandomAccess.GetLength(file) is not (< MaxLength and var length))
            return null;
        var content = new byte[length];
        try
        {
            var read = RandomAccess.Read(file, content, 0);
            return new AppErrorPage(content[..read], handler.MimeType ?? "text/html");
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>A page of the app.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its type.</param>
internal sealed record AppErrorPage(byte[] Content, string ContentType);

/// <summary>What kind of failure a page is for.</summary>
internal enum PlatformFailure
{
    /// <summary>Any that has no kind of its own: <c>default</c>.</summary>
    Other,

    /// <summary>A quota is used up: <c>over_quota</c>.</summary>
    OverQuota,

    /// <summary>dos.yaml keeps the client out: <c>dos_api_denial</c>.</summary>
    Blocked,

    /// <summary>A time limit came before the app's answer: <c>timeout</c>.</summary>
    Timeout,
}
