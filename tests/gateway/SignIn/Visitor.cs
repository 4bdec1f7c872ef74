using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Actors.Gateway.Tests.SignIn;

/// <summary>A browser as far as signing in goes: it keeps cookies and sends the form.</summary>
internal sealed class Visitor(GatewayEnvironment gateway, string host = "localhost:8080")
{
    private readonly Dictionary<string, string> _cookies = [];

    /// <summary>The Cookie header.</summary>
    public string Cookie => string.Join("; ", _cookies.Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>The cookies.</summary>
    public IDictionary<string, string> Cookies => _cookies;

    public async Task<RawResponse> GetAsync(string target, params string[] headers) => Keep(await gateway.GetAsync(target, Headers(headers)));

    /// <summary>Opens the page, fills the form in and sends it.</summary>
    public async Task<RawResponse> SignInAsync(string email, bool admin = false, string? next = null)
    {
        var page = await GetAsync($"/_ah/login{(next is null ? "" : $"?continue={Uri.EscapeDataString(next)}")}");
        return await PostAsync("/_ah/login", [.. Hidden(page).Where(field => field.Key != "email"), new("email", email), .. admin ? [new("admin", "True")] : Array.Empty<KeyValuePair<string, string>>()]);
    }

    public async Task<RawResponse> PostAsync(string target, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var body = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        return Keep(await gateway.SendAsync($"POST {target} HTTP/1.1", Headers(["Content-Type: application/x-www-form-urlencoded"]), Encoding.UTF8.GetBytes(body)));
    }

    /// <summary>The fields that the last form of a page sends along unseen.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Hidden(RawResponse page) =>
        Regex.Matches(page.Text[page.Text.LastIndexOf("<form", StringComparison.Ordinal)..], "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")
            .Select(match => KeyValuePair.Create(match.Groups[1].Value, WebUtility.HtmlDecode(match.Groups[2].Value)));

    private string[] Headers(string[] more) => [$"Host: {host}", .. _cookies.Count > 0 ? [$"Cookie: {Cookie}"] : Array.Empty<string>(), .. more];

    private RawResponse Keep(RawResponse response)
    {
        foreach (var set in response.All("Set-Cookie"))
        {
            var pair = set[..set.IndexOf(';')].Split('=', 2);
            if (pair[1].Length == 0)
                _cookies.Remove(pair[0]);
            else
                _cookies[pair[0]] = pair[1];
        }

        return response;
    }
}
