using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Actors.Console;

/// <summary>What an error is answered with, as <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">What is wrong, in a sentence.</param>
public sealed record AdminProblem(string Title, int Status, string Detail)
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/problem+json";

    /// <summary>Answers with it.</summary>
    internal static async Task WriteAsync(HttpContext context, int status, string sentence)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        var problem = new AdminProblem(ReasonPhrases.GetReasonPhrase(status), status, sentence);
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, AdminJson.Options), context.RequestAborted);
    }
}

/// <summary>Ends a request of the admin API with a problem.</summary>
/// <param name="status">The status.</param>
/// <param name="sentence">What is wrong.</param>
internal sealed class AdminProblemException(int status, string sentence) : Exception(sentence)
{
    public int Status => status;

    /// <summary>404.</summary>
    public static AdminProblemException NotFound(string sentence) => new(StatusCodes.Status404NotFound, sentence);
}
