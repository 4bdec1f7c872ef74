using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Actors.Cli.Output;

namespace Actors.Cli.Admin;

/// <summary>The admin API of a running silo. What does not work ends as an <see cref="AdminFailure"/> with a sentence.</summary>
internal sealed class AdminConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private readonly HttpClient _client;

    public AdminConnection(Uri address, string? token, HttpMessageHandler network)
    {
        _client = new HttpClient(network) { BaseAddress = address, Timeout = Patience };
        if (token is not null)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Asks for something.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, null, cancellationToken);

    /// <summary>Asks for something or for a change; an empty answer is an undefined element.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">The body, or null.</param>
    /// <param name="state">The state that a change is meant for, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AdminFailure">It did not work.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonObject? body, string? state, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (body is not null)
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            if (state is not null)
                request.Headers.TryAddWithoutValidation("If-Match", $"\"{state.Trim('"')}\"");
            using var response = await _client.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var answer = text.Length == 0 ? default : JsonElement.Parse(text);
            return response.IsSuccessStatusCode ? answer : throw Refused(response.StatusCode, answer);
        }
        catch (HttpRequestException unreachable)
        {
            throw new AdminFailure(ExitCodes.NoSilo, unreachable.HttpRequestError == HttpRequestError.ConnectionError
                ? $"No silo answers at {Where}. Start one (`actors serve APP`), or say where it is with --admin-port or --admin."
                : $"The silo at {Where} could not be asked: {unreachable.Message}");
        }
        catch (JsonException)
        {
            throw new AdminFailure(ExitCodes.NoSilo, $"What answers at {Where} is no silo of this version.");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AdminFailure(ExitCodes.NoSilo, $"The silo at {Where} did not answer within {Words.Time(Patience)}.");
        }
    }

    public void Dispose() => _client.Dispose();

    private string Where => _client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private AdminFailure Refused(HttpStatusCode status, JsonElement answer)
    {
        var sentence = answer.Field("detail")?.ToString() ?? $"The silo at {Where} answered {(int)status}.";
        return status switch
        {
            HttpStatusCode.Unauthorized => new AdminFailure(ExitCodes.NoSilo, $"The silo at {Where} wants its token: set ACTORS_ADMIN_TOKEN, or give --admin-token-file."),
            HttpStatusCode.Forbidden => new AdminFailure(ExitCodes.NoSilo, sentence),
            HttpStatusCode.PreconditionFailed => new AdminFailure(ExitCodes.Changed, sentence),
            _ => new AdminFailure(ExitCodes.Failed, sentence),
        };
    }
}
