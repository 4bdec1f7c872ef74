using System.Net;
using Actors.Console.Access;
using Microsoft.Extensions.Options;

namespace Actors.Console;

/// <summary>Checks what attributes cannot: the address, and that what others can reach has a token.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        string?[] problems = [Address(options), Token(options)];
        var found = problems.OfType<string>().ToArray();
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? Address(AdminOptions options) => options.Address is "localhost" or "*" || IPAddress.TryParse(options.Address, out _)
        ? null
        : $"Admin:Address is \"{options.Address}\"; allowed are localhost, * and an IP address.";

    private static string? Token(AdminOptions options)
    {
        var token = AdminToken.Read(options, out var problem);
        return problem ?? (token is null && !options.IsLoopback
            ? $"Admin:Address is \"{options.Address}\", which others can reach: set Admin:Token or Admin:TokenFile, or leave it on localhost."
            : null);
    }
}
