using Actors.Gateway.Dispatching;
using Actors.Gateway.Routes;
using Microsoft.AspNetCore.Http;

namespace Actors.Gateway.Responses;

/// <summary>Answers for an app that could not: with its own page if it has one, else with a page of the platform; developers see why.</summary>
internal static class FailureWriter
{
    /// <summary>Sends a failure of the platform.</summary>
    /// <param name="context">The request.</param>
    /// <param name="version">The version that was to serve it.</param>
    /// <param name="failure">Which of the app's pages fits.</param>
    /// <param name="status">The status.</param>
    /// <param name="title">Title of the platform's page.</param>
    /// <param name="text">Its sentence.</param>
    /// <returns>Bytes of the body that were sent.</returns>
    public static ValueTask<long> SendAsync(HttpContext context, VersionRoute version, PlatformFailure failure, int status, string title, string text)
    {
        if (context.Response.HasStarted)
            return default;
        return version.ErrorPages.For(failure) is { } page
            ? ResponseWriter.SendPageAsync(context, status, page.Content, page.ContentType)
            : ResponseWriter.SendPageAsync(context, status, ErrorPages.Plain(status, title, text));
    }

    /// <summary>The app, or what runs it, failed: 500.</summary>
    public static ValueTask<long> SendServerErrorAsync(HttpContext context, VersionRoute version) =>
        SendAsync(context, version, PlatformFailure.Other, StatusCodes.Status500InternalServerError, "Server Error", "The server could not answer this request.");

    /// <summary>The app did not answer in its time: 500.</summary>
    public static ValueTask<long> SendOverdueAsync(HttpContext context, VersionRoute version) =>
        SendAsync(context, version, PlatformFailure.Timeout, StatusCodes.Status500InternalServerError, "Server Error", "The server could not answer this request in time.");

    /// <summary>No instance served the request.</summary>
    public static ValueTask<long> SendUnservedAsync(HttpContext context, VersionRoute version, DispatchResult result)
    {
        var (status, failure) = StatusOf(result.Outcome, version);
        if (status == StatusCodes.Status404NotFound)
            return ResponseWriter.SendPageAsync(context, status, ErrorPages.Plain(status, "Not Found", "There is nothing under this address."));

        // A developer wants to see why nothing could be started; that all are busy says the log, and the app's own page can be tried.
        var isExplained = version.IsDevelopment && (result.Outcome == DispatchOutcome.Failed || version.ErrorPages.For(failure) is null);
        if (isExplained)
            return ResponseWriter.SendPageAsync(context, status, ErrorPages.Failure(result.Summary, [result.Remedy], result.Explanation));
        return status == StatusCodes.Status503ServiceUnavailable
            ? SendAsync(context, version, failure, status, "Service Unavailable", "The app is busy. Try again in a moment.")
            : SendAsync(context, version, failure, status, "Server Error", "The server could not answer this request.");
    }

    /// <summary>The status of a request that no instance served, and what kind of failure it is.</summary>
    public static (int Status, PlatformFailure Failure) StatusOf(DispatchOutcome outcome, VersionRoute version) => outcome switch
    {
        DispatchOutcome.NoVersion => (StatusCodes.Status404NotFound, PlatformFailure.Other),

        // The first generation answered 500 to what had been pending too long, except where a fixed number of instances explains it.
        DispatchOutcome.WaitedTooLong => (version.IsFirstGenerationAutomatic ? StatusCodes.Status500InternalServerError : StatusCodes.Status503ServiceUnavailable, PlatformFailure.Timeout),
        DispatchOutcome.Overdue => (StatusCodes.Status500InternalServerError, PlatformFailure.Timeout),
        DispatchOutcome.Unavailable => (StatusCodes.Status503ServiceUnavailable, PlatformFailure.Other),
        _ => (StatusCodes.Status500InternalServerError, PlatformFailure.Other),
    };
}
