using System.Collections.Immutable;
using Actors.Configuration;
using Actors.Gateway.Access;

namespace Actors.Gateway.Routes;

/// <summary>Compiles app.yaml's handlers; everything that does not depend on the request is worked out here.</summary>
internal static class HandlerCompiler
{
    /// <summary>How long clients may keep static files when nothing in app.yaml says so.</summary>
    private static readonly TimeSpan DefaultExpiration = TimeSpan.FromMinutes(10);

    /// <summary>The handlers in order, with the catch-all that python3 apps leave unsaid.</summary>
    /// <param name="app">The configuration.</param>
    /// <param name="development">Serving from a directory being edited: files without an expiration of their own are not kept by clients.</param>
    /// <param name="isForAdministrators">All handlers are, whatever they say: a backend that is not public.</param>
    public static ImmutableArray<RouteHandler> Compile(AppYaml app, bool development, bool isForAdministrators)
    {
        var handlers = ImmutableArray.CreateBuilder<RouteHandler>(app.Handlers.Length + 1);
        var unsaid = app.DefaultExpiration ?? (development ? TimeSpan.Zero : DefaultExpiration);
        foreach (var handler in app.Handlers)
        {
            if (handler.Kind != HandlerKind.ApiEndpoint)
                handlers.Add(Compile(handler, app, unsaid, isForAdministrators ? LoginRequirement.Administrators : LoginRequirement.Of(handler)));
        }

        if (ImplicitScript.HasCatchAll(app))
            handlers.Add(new RouteHandler.Script(PathMatcher.Compile("/.*", groups: false), new PathTemplate(ImplicitScript.Of(app))) { Login = isForAdministrators ? LoginRequirement.Administrators : null });
        return handlers.ToImmutable();
    }

    private static RouteHandler Compile(Handler handler, AppYaml app, TimeSpan unsaid, LoginRequirement? login)
    {
        var secure = SecureRedirect.Of(handler);
        if (handler.Kind == HandlerKind.Script)
        {
            var script = new PathTemplate(handler.Target == "auto" && app.Runtime.Generation == PythonGeneration.Python3 ? ImplicitScript.Of(app) : handler.Target);
            return new RouteHandler.Script(PathMatcher.Compile(handler.Url, script.HasReferences), script) { Secure = secure, Login = login };
        }

        var attributes = new StaticAttributes(handler.MimeType, handler.Expiration ?? unsaid, handler.HttpHeaders, handler.RequireMatchingFile, IsPublic: login is null);
        if (handler.Kind == HandlerKind.StaticFiles)
        {
            var file = new PathTemplate(FromHere(handler.Target, "./"));
            var upload = handler.Target.StartsWith("./", StringComparison.Ordinal) ? FromHere(handler.Upload!, "./", @"\./") : handler.Upload!;
            return new RouteHandler.StaticFiles(PathMatcher.Compile(handler.Url, file.HasReferences), file, PathMatcher.Compile(upload, groups: false), attributes) { Secure = secure, Login = login };
        }

        // "." and "./static" are the app's directory and one in it; files are found by paths without such steps.
        var directory = string.Concat(handler.Target.Split('/').Where(static step => step is not ("" or ".")).Select(static step => step + "/"));
        var url = handler.Url.EndsWith('/') ? handler.Url : handler.Url + "/";
        return PathMatcher.Literal(url) is { } prefix
            ? new RouteHandler.StaticDir(prefix, directory, attributes) { Secure = secure, Login = login }
            : new RouteHandler.StaticDirPattern(PathMatcher.Compile(url + "(.*)", groups: true), directory, attributes) { Secure = secure, Login = login };
    }

    private static string FromHere(string path, params ReadOnlySpan<string> here)
    {
        foreach (var prefix in here)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                return path[prefix.Length..];
        }

        return path;
    }
}
