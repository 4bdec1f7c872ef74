using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Actors.Gateway.Hosts;

/// <summary>Checks the names that apps are reached by; every wrong one is named.</summary>
internal sealed partial class HostNameOptionsValidator : IValidateOptions<HostNameOptions>
{
    public ValidateOptionsResult Validate(string? name, HostNameOptions options)
    {
        string?[] problems = [Base(options.BaseDomain), .. options.Domains.Select(pair => Domain(pair.Key, pair.Value, options.BaseDomain))];
        var found = problems.OfType<string>().ToArray();
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private static string? Base(string domain) =>
        domain.Length == 0 || IsDomain(domain) ? null : $"Hosts:BaseDomain is \"{domain}\"; it must be a domain such as apps.example.org.";

    private static string? Domain(string domain, string meaning, string baseDomain)
    {
        if (!IsDomain(domain.StartsWith(HostNames.Wildcard, StringComparison.Ordinal) ? domain[HostNames.Wildcard.Length..] : domain))
            return $"Hosts:Domains has \"{domain}\"; it must be a domain such as www.example.org or *.example.org.";
        if (baseDomain.Length > 0 && domain.Equals(HostNames.Wildcard + baseDomain, StringComparison.OrdinalIgnoreCase))
            return $"Hosts:Domains has \"{domain}\", which is what Hosts:BaseDomain stands for; leave one of them out.";
        return Meaning().IsMatch(meaning) ? null : $"Hosts:Domains:{domain} is \"{meaning}\"; it must be an app, or an app and a service: shop or shop/api.";
    }

    private static bool IsDomain(string text) =>
        text.Length <= HostNames.MaxLength && !text.Equals(HostNames.Local, StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(text, out _) && Labels().IsMatch(text);

    [GeneratedRegex(@"^(?!-)[a-zA-Z\d-]{1,63}(?<!-)(\.(?!-)[a-zA-Z\d-]{1,63}(?<!-))*\z")]
    private static partial Regex Labels();

    [GeneratedRegex(@"^[a-z\d-]{1,100}(/[a-z\d-]{1,63})?\z")]
    private static partial Regex Meaning();
}
