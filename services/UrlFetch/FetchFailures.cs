using System.Net.Sockets;
using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>What went wrong on the network, in App Engine's codes.</summary>
internal static class FetchFailures
{
    /// <summary>The error that an app gets; null when this is none of the network's.</summary>
    public static FetchException? Explain(Exception failure, string host)
    {
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            if (inner is FetchException explained)
                return explained;
        }

        return failure switch
        {
            HttpRequestException request => Of(request.HttpRequestError, host, failure),
            HttpIOException reading => Of(reading.HttpRequestError, host, failure),
            OperationCanceledException { InnerException: TimeoutException } => new(ErrorCode.ConnectionError, $"{host} did not take the connection."),
            InvalidDataException => new(ErrorCode.MalformedReply, $"{host} answered with a body that is not what its Content-Encoding says."),
            IOException or SocketException => new(ErrorCode.Closed, $"The connection to {host} was lost: {failure.Message}"),
            _ => null,
        };
    }

    private static FetchException Of(HttpRequestError error, string host, Exception failure) => error switch
    {
        HttpRequestError.ResponseEnded => new(ErrorCode.Closed, $"{host} closed the connection before its answer was complete."),
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => new(ErrorCode.MalformedReply, $"{host} answered with something that is not HTTP."),
        HttpRequestError.ConfigurationLimitExceeded => new(ErrorCode.ResponseTooLarge, $"{host} answered with headers that are too large."),
        HttpRequestError.ConnectionError => new(ErrorCode.ConnectionError, $"No connection to {host}: {failure.Message}"),
        _ when failure.InnerException is IOException or SocketException => new(ErrorCode.Closed, $"The connection to {host} was lost: {failure.InnerException.Message}"),
        _ => new(ErrorCode.FetchError, $"{host} could not be fetched: {failure.Message}"),
    };
}
