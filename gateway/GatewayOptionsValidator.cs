using System.Net;
using Microsoft.Extensions.Options;

namespace Actors.Gateway;

/// <summary>Checks what attributes cannot.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        string?[] problems = [Address(options), Proxies(options), Geography(options)];
        var found = problems.OfType<string>().ToArray();
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? Address(GatewayOptions options) =>
        options is { Address: "localhost", Port: 0 }
            ? "Gateway:Port is 0, which needs one address to choose a port on; set Gateway:Address to 127.0.0.1."
            : options.Address is "localhost" or "*" || IPAddress.TryParse(options.Address, out _)
            ? null
            : $"Gateway:Address is \"{options.Address}\"; allowed are localhost, * and an IP address.";

    private static string? Proxies(GatewayOptions options) => Requests.TrustedProxies.Parse(options.TrustedProxies, out var wrong) is null
        ? $"Gateway:TrustedProxies has \"{wrong}\"; allowed are addresses and networks such as 10.0.0.0/8."
        : null;

    private static string? Geography(GatewayOptions options) => options.GeographyFile.Length > 0 && !File.Exists(options.GeographyFile)
        ? $"Gateway:GeographyFile is \"{options.GeographyFile}\", which is not there; name a city or country database in MaxMind's format, or leave it empty."
        : null;
}
