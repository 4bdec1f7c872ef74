using System.Net;
using System.Text.Json;

namespace Actors.EndToEnd.Tests;

/// <summary>What apps of both generations find around them, and what becomes of their answers, with everything between client and Python in place.</summary>
public sealed class EnvironmentTests(EnvironmentApps apps) : IClassFixture<EnvironmentApps>
{
    [Fact]
    public async Task Python3_has_the_environment_of_the_second_generation()
    {
        var silo = await apps.SiloAsync();

        var (response, seen) = await SeenAsync(silo, null);

        Assert.Equal("dev~shown", seen["GAE_APPLICATION"]);
        Assert.Equal(("standard", "768", "python3", "default", "v7"), (seen["GAE_ENV"], seen["GAE_MEMORY_MB"], seen["GAE_RUNTIME"], seen["GAE_SERVICE"], seen["GAE_VERSION"]));
        Assert.Equal(("shown", "8081", "UTC"), (seen["GOOGLE_CLOUD_PROJECT"], seen["PORT"], seen["TZ"]));
        Assert.Matches("^[0-9]+$", seen["GAE_DEPLOYMENT_ID"]);
        Assert.NotEmpty(seen["GAE_INSTANCE"]);
        Assert.Equal(("198.51.100.7", "198.51.100.7", "1.1.1.1, 198.51.100.7"), (seen["REMOTE_ADDR"], seen["HTTP_X_APPENGINE_USER_IP"], seen["HTTP_X_FORWARDED_FOR"]));
        Assert.Equal(("https", "on", "https", "on"), (seen["wsgi.url_scheme"], seen["HTTPS"], seen["HTTP_X_FORWARDED_PROTO"], seen["HTTP_X_APPENGINE_HTTPS"]));
        Assert.Equal(seen["REQUEST_LOG_ID"], seen["HTTP_X_APPENGINE_REQUEST_LOG_ID"]);
        Assert.Equal($"shown.localhost:{silo.Port}", seen["HTTP_X_APPENGINE_DEFAULT_VERSION_HOSTNAME"]);
        Assert.Equal(seen["HTTP_X_CLOUD_TRACE_CONTEXT"], response.Headers.GetValues("X-Cloud-Trace-Context").Single());
        Assert.Equal(("ZZ", "600000"), (seen["HTTP_X_APPENGINE_COUNTRY"], seen["HTTP_X_APPENGINE_TIMEOUT_MS"]));
        AssertAnswer(response);
    }

    [Python27Fact]
    public async Task Python27_has_the_environment_of_the_first_generation()
    {
        var silo = await apps.SiloAsync();

        var (response, seen) = await SeenAsync(silo, "default.shown27");

        Assert.Equal(("dev~shown27", "default", "python27"), (seen["APPLICATION_ID"], seen["CURRENT_MODULE_ID"], seen["APPENGINE_RUNTIME"]));
        Assert.Matches(@"^1\.[0-9]+$", seen["CURRENT_VERSION_ID"]);
        Assert.StartsWith("Development/2.0", seen["SERVER_SOFTWARE"], StringComparison.Ordinal);
        Assert.Equal(("gmail.com", "", "0"), (seen["AUTH_DOMAIN"], seen["USER_EMAIL"], seen["USER_IS_ADMIN"]));
        Assert.Equal(("UTC", ""), (seen["TZ"], seen["DATACENTER"]));
        Assert.NotEmpty(seen["INSTANCE_ID"]);
        Assert.Equal(("198.51.100.7", "https", "on"), (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTPS"]));
        Assert.Equal($"shown27.localhost:{silo.Port}", seen["DEFAULT_VERSION_HOSTNAME"]);
        Assert.Equal(("?", "0.000000,0.000000"), (seen["HTTP_X_APPENGINE_CITY"], seen["HTTP_X_APPENGINE_CITYLATLONG"]));
        Assert.DoesNotContain(seen.Keys, name => name.StartsWith("GAE_", StringComparison.Ordinal) || name == "HTTP_X_APPENGINE_USER_IP");
        Assert.False(response.Headers.Contains("X-Cloud-Trace-Context"));
        AssertAnswer(response);
    }

    [Fact]
    public async Task The_first_request_of_an_instance_says_so_and_the_second_does_not()
    {
        var silo = await apps.SiloAsync();
        using var client = silo.Client("loads");
        await client.GetStringAsync("/first");
        await client.GetStringAsync("/second");

        await silo.WaitForLineAsync("GET.*/second", "loads");

        Assert.Single(silo.OutputOf("loads").Split('\n'), line => line.Contains("This request caused a new process to be started for your application", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_that_cannot_be_is_refused_at_start()
    {
        using var app = AppDirectory.Python3("never", ServingTests.Reply("ok"));

        var (status, output) = await SiloProcess.RunToEndAsync(
            [app.Path, "--port", $"{SiloProcess.FreePort()}", "--admin-port", $"{SiloProcess.FreePort()}"],
            ("Gateway__TrustedProxies__0", "nowhere"), ("Gateway__GeographyFile", "/nonexistent.mmdb"));

        Assert.NotEqual(0, status);
        Assert.Contains("Gateway:TrustedProxies has \"nowhere\"", output, StringComparison.Ordinal);
        Assert.Contains("Gateway:GeographyFile is \"/nonexistent.mmdb\"", output, StringComparison.Ordinal);
    }

    private static async Task<(HttpResponseMessage Response, Dictionary<string, string> Seen)> SeenAsync(SiloProcess silo, string? host)
    {
        using var client = silo.Client(host);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-For", "1.1.1.1, 198.51.100.7");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Appengine-User-Ip", "6.6.6.6");
        request.Headers.Add("Accept-Encoding", "gzip");
        var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var body = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
        return (response, (await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(body))!);
    }

    private static void AssertAnswer(HttpResponseMessage response)
    {
        Assert.Equal("private", response.Headers.CacheControl!.ToString());
        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(["Accept-Encoding"], response.Headers.Vary);
        Assert.InRange(response.Content.Headers.Expires!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(5));
    }
}
