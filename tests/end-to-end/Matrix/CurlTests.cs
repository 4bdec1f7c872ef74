using System.Diagnostics;

namespace Actors.EndToEnd.Tests.Matrix;

/// <summary>Another client than .NET's, which shares its HTTP/2 code with nobody here; it sends each cookie as a field of its own, as browsers do.</summary>
[Collection(MatrixCollection.Name)]
public sealed class CurlTests(MatrixSilo silo)
{
    [CurlTheory]
    [InlineData("h1", "--http1.1", "1.1")]
    [InlineData("h1s", "--http1.1", "1.1")]
    [InlineData("h2", "--http2", "2")]
    [InlineData("h2c", "--http2-prior-knowledge", "2")]
    public async Task Curl_is_answered_over_the_protocol_that_it_asks_for(string wireName, string option, string version)
    {
        var wire = Wire.All.Single(each => each.Name == wireName);
        var url = $"{wire.Scheme}://m3.localhost:{silo.PortOf(wire)}";

        Assert.Equal($"a=1; b=2\n{version} 200", await CurlAsync([option, "-H", "Cookie: a=1", "-H", "Cookie: b=2", $"{url}/environ?HTTP_COOKIE"]));
        Assert.Equal($"m3.localhost:{silo.PortOf(wire)}\n{version} 200", await CurlAsync([option, $"{url}/environ?HTTP_HOST"]));
        Assert.Equal($"\n{version} 204", await CurlAsync([option, $"{url}/answer?status=204&text=hi"]));
        Assert.Equal($"{new string('x', 1000)}\n{version} 200", await CurlAsync([option, "--compressed", $"{url}/answer?size=1000"]));
        Assert.Equal($"hello\n{version} 200", await CurlAsync([option, "-d", "hello", "-H", "Transfer-Encoding: chunked", $"{url}/echo"]));
    }

    private async Task<string> CurlAsync(string[] arguments)
    {
        string[] standard = ["-s", "-k", "--max-time", "20", "--noproxy", "*", "-w", "\n%{http_version} %{response_code}", "--resolve", $"*:{silo.Silo.Port}:127.0.0.1", "--resolve", $"*:{silo.TlsPort}:127.0.0.1", "--resolve", $"*:{silo.H2cPort}:127.0.0.1"];
        using var curl = Process.Start(new ProcessStartInfo("curl", [.. standard, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return output;
    }
}

/// <summary>A table of tests that need curl with HTTP/2; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CurlTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<bool> HasHttp2 = new(static () =>
    {
        try
        {
            using var curl = Process.Start(new ProcessStartInfo("curl", ["--version"]) { RedirectStandardOutput = true })!;
            var features = curl.StandardOutput.ReadToEnd();
            curl.WaitForExit();
            return features.Contains(" HTTP2 ", StringComparison.Ordinal);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public CurlTheoryAttribute() => Skip = HasHttp2.Value ? null : "there is no curl with HTTP/2 on this machine";
}
