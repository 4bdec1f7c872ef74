using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Actors.Cli;

/// <summary>The admin API of a running silo on this machine.</summary>
internal sealed class AdminConnection : IDisposable
{
    private const int DefaultPort = 8000;
    private readonly HttpClient _client;

    public AdminConnection(ParseResult parsed) => _client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{parsed.GetValue(Port)}")) };

    /// <summary>The option that says where it is.</summary>
    public static Option<int> Port { get; } = new("--admin-port")
    {
        Description = $"Port of the silo's admin API. Default {DefaultPort}, or ACTORS_ADMIN_PORT.",
        DefaultValueFactory = static _ => int.TryParse(Environment.GetEnvironmentVariable("ACTORS_ADMIN_PORT"), CultureInfo.InvariantCulture, out var port) ? port : DefaultPort,
    };

    /// <summary>Asks; null when it did not work, which has then been said on standard error.</summary>
    public async Task<JsonElement?> SendAsync(HttpMethod method, string path)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await _client.SendAsync(request);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (response.IsSuccessStatusCode)
                return answer;
            System.Console.Error.WriteLine($"actors: {(answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("error", out var error) ? error.GetString() : $"status {(int)response.StatusCode}")}");
        }
        catch (HttpRequestException unreachable)
        {
            System.Console.Error.WriteLine($"actors: no silo answers at {_client.BaseAddress}: {unreachable.Message} Start one, or give --admin-port.");
        }
        catch (JsonException)
        {
            System.Console.Error.WriteLine($"actors: what answers at {_client.BaseAddress} is no silo of this version.");
        }

        return null;
    }

    public void Dispose() => _client.Dispose();
}
