using System.Net;
using Microsoft.Extensions.Options;

namespace Actors.Gateway;

/// <summary>Checks what attributes cannot.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options) =>
        options is { Address: "localhost", Port: 0 }
            ? ValidateOptionsResult.Fail("Gateway:Port is 0, which needs one address to choose a port on; set Gateway:Address to 127.0.0.1.")
            : options.Address is "localhost" or "*" || IPAddress.TryParse(options.Address, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Gateway:Address is \"{options.Address}\"; allowed are localhost, * and an IP address.");
}
