using System.Collections.Concurrent;
using Actors.Grains.Workers;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Limits;
using Actors.Services.UrlFetch.Contract;
using Microsoft.Extensions.Logging;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>App Engine's <c>urlfetch</c>: HTTP for apps, whose workers have no sockets. <c>Fetch</c> is App Engine's, <c>Cancel</c> our socket layer's.</summary>
public sealed class UrlFetchService : IApiService, IDisposable
{
    // URL, headers and what protobuf adds.
    private const int MaxBesideBody = 1 << 20;

    private readonly UrlFetchOptions _options;
    private readonly OpenFiles _openFiles;
    private readonly TimeProvider _time;
    private readonly FetchConnections _connections;
    private readonly Fetcher _fetcher;
    private readonly ConcurrentDictionary<string, AppUsage> _apps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Instance, string Ticket), CancellationTokenSource> _running = new();

    /// <summary>Takes options that are valid.</summary>
    public UrlFetchService(UrlFetchOptions options, OpenFiles openFiles, TimeProvider time, ILogger<UrlFetchService> log)
        : this(options, new SystemResolver(), openFiles, time, log)
    {
    }

    internal UrlFetchService(UrlFetchOptions options, IHostResolver resolver, OpenFiles openFiles, TimeProvider time, ILogger log)
    {
        _options = options;
        _openFiles = openFiles;
        _time = time;
        _connections = new FetchConnections(options, resolver, time, log);
        _fetcher = new Fetcher(options, _connections);
        Methods = new Dictionary<string, ApiMethod>
        {
            ["Fetch"] = new(FetchAsync, options.MaxRequestBody + MaxBesideBody),
            ["Cancel"] = new(Cancel),
        };
    }

    /// <inheritdoc/>
    public string Name => "urlfetch";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, ApiMethod> Methods { get; }

    /// <summary>Closes all connections.</summary>
    public void Dispose() => _connections.Dispose();

    /// <summary>What an app has in use.</summary>
    internal AppUsage UsageOf(string app) => _apps.GetOrAdd(app, static (id, service) => new AppUsage(id, service._options.MaxConnections, service._options.MaxBuffered, service._openFiles), this);

    private async ValueTask<ApiReply> FetchAsync(WorkerStart caller, ApiCall call, CancellationToken cancellationToken)
    {
        var request = URLFetchRequest.Parser.Read(call);
        var limit = DeadlineOf(request);
        using var deadline = new CancellationTokenSource(limit, _time);
        using var givenUp = new CancellationTokenSource();
        using var any = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, givenUp.Token, cancellationToken);
        var ticket = (caller.InstanceId, request.Ticket);
        if (request.HasTicket)
            _running[ticket] = givenUp;
        try
        {
            var response = await _fetcher.FetchAsync(UsageOf(caller.Deployment.App), request, any.Token).ConfigureAwait(false);
            return response.ToReply();
        }
        catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
        {
            throw new RpcErrorException(RpcErrorCode.Cancelled, "The app has given up this fetch.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new FetchException(ErrorCode.DeadlineExceeded, $"{FetchTarget.Parse(request.Url).Host} did not answer within {limit.TotalSeconds:0.###} s.");
        }
        finally
        {
            if (request.HasTicket)
                _running.TryRemove(new(ticket, givenUp));
        }
    }

    private async ValueTask<ApiReply> Cancel(WorkerStart caller, ApiCall call, CancellationToken cancellationToken)
    {
        var request = URLFetchCancelRequest.Parser.Read(call);
        if (_running.TryRemove((caller.InstanceId, request.Ticket), out var fetch))
        {
            try
            {
                await fetch.CancelAsync().ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // It has just ended.
            }
        }

        return new URLFetchCancelResponse().ToReply();
    }

    private TimeSpan DeadlineOf(URLFetchRequest request) =>
        !request.HasDeadline || double.IsNaN(request.Deadline) ? _options.DefaultDeadline
        : TimeSpan.FromSeconds(Math.Clamp(request.Deadline, 0, _options.MaxDeadline.TotalSeconds));
}
