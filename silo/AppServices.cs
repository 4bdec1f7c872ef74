using Actors.Runtimes.Limits;
using Actors.Services;
using Actors.Services.AppSystem;
using Actors.Services.UrlFetch;

namespace Actors.Silo;

/// <summary>The services that apps call, made of settings that have been checked.</summary>
internal sealed class AppServices : IDisposable
{
    private readonly UrlFetchService _urlFetch;

    public AppServices(IConfiguration settings, OpenFiles openFiles, TimeProvider time, ILoggerFactory logs)
    {
        _urlFetch = new UrlFetchService(settings.GetSection(UrlFetchOptions.Section).Get<UrlFetchOptions>() ?? new UrlFetchOptions(), openFiles, time, logs.CreateLogger<UrlFetchService>());
        Registry = new ApiServices([_urlFetch, new SystemService()], time);
    }

    /// <summary>All of them, by name.</summary>
    public ApiServices Registry { get; }

    public void Dispose() => _urlFetch.Dispose();
}
