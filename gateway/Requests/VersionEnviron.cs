using Actors.Configuration;
using Actors.Grains;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Workers;
using PythonGeneration = Actors.Runtimes.Frames.PythonGeneration;

namespace Actors.Gateway.Requests;

/// <summary>The entries of the environ that a version and the request's scheme decide and that are not as usual (<see cref="UsualEnviron"/>), encoded once per version. Immutable.</summary>
internal sealed class VersionEnviron
{
    private const string LongTimeout = "86400000";
    private readonly PreEncodedEntries _http;
    private readonly PreEncodedEntries _https;

    /// <summary>Works the entries out.</summary>
    /// <param name="deployment">The version.</param>
    /// <param name="generation">Its generation: the first has variables, the second headers, which <c>wrap_wsgi_app</c> makes into variables.</param>
    /// <param name="scaling">Its scaling; null, while its configuration is broken, is automatic.</param>
    public VersionEnviron(VersionDeployment deployment, PythonGeneration generation, Scaling? scaling)
    {
        var isAutomatic = scaling is null or AutomaticScaling;
        _http = new PreEncodedEntries(generation, Entries(deployment, generation, isAutomatic, isHttps: false));
        _https = new PreEncodedEntries(generation, Entries(deployment, generation, isAutomatic, isHttps: true));
    }

    /// <summary>The entries for a scheme.</summary>
    public PreEncodedEntries For(bool isHttps) => isHttps ? _https : _http;

    private static IEnumerable<KeyValuePair<string, string>> Entries(VersionDeployment deployment, PythonGeneration generation, bool isAutomatic, bool isHttps)
    {
        if (isHttps)
            yield return new("HTTPS", "on");
        if (generation == PythonGeneration.Python27)
        {
            if (!isAutomatic)
                yield return new("BACKEND_ID", deployment.Service);
            yield break;
        }

        if (isHttps)
        {
            yield return new("HTTP_X_FORWARDED_PROTO", "https");
            yield return new("HTTP_X_APPENGINE_HTTPS", "on");
        }

        // Of a user's request: 24 hours where instances are not scaled by themselves.
        if (!isAutomatic)
            yield return new("HTTP_X_APPENGINE_TIMEOUT_MS", LongTimeout);
    }
}
