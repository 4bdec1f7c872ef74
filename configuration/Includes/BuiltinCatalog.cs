using System.Collections.Frozen;

namespace Actors.Configuration;

/// <summary>What <c>builtins</c> may name, and the included file that each stands for.</summary>
internal static class BuiltinCatalog
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["admin_redirect"] = Script("/_ah/admin.*", "google.appengine.ext.admin_redirect.main.APP"),
        ["appstats"] = Script("/_ah/stats.*", "google.appengine.ext.appstats.ui.app"),
        ["datastore_admin"] = "builtins: [{mapreduce: on}]\n" + Script("/_ah/datastore_admin.*", "google.appengine.ext.datastore_admin.main.APP", "login: admin"),
        ["default"] = "",
        ["deferred"] = Script("/_ah/queue/deferred", "google.appengine.ext.deferred.application", "login: admin"),
        ["django_wsgi"] = Script("/.*", "google.appengine.ext.django.main.app", "position: tail"),
        ["mapreduce"] = Script("/_ah/mapreduce.*", "google.appengine.ext.mapreduce.main.APP", "login: admin"),
        ["remote_api"] = Script("/_ah/remote_api(/.*)?", "google.appengine.ext.remote_api.handler.application"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All names.</summary>
    public static string[] Names { get; } = [.. Known.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The text of the file that a builtin includes, or null when there is no such builtin.</summary>
    public static string? Find(string name) => Known.GetValueOrDefault(name);

    private static string Script(string url, string script, string? more = null) =>
        $"handlers: [{{url: '{url}', script: {script}{(more is null ? "" : ", " + more)}}}]\n";
}
