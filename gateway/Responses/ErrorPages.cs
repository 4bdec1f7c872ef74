using System.Net;
using System.Text;
using Actors.Configuration;

namespace Actors.Gateway.Responses;

/// <summary>The pages that the platform itself answers with.</summary>
internal static class ErrorPages
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:3rem auto;max-width:60rem;padding:0 1rem;color:#222;background:#fff}"
        + "h1{font-size:1.4rem}pre{background:#f5f5f5;border:1px solid #ddd;padding:1rem;overflow:auto;font:14px/1.45 ui-monospace,monospace;white-space:pre-wrap}"
        + "@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}pre{background:#222;border-color:#444}}";

    /// <summary>A plain page for a status.</summary>
    public static byte[] Plain(int status, string title, string text) =>
        Page($"{status} {title}", $"<p>{WebUtility.HtmlEncode(text)}</p>");

    /// <summary>What a developer sees of a failure: sentences, and a traceback when there is one.</summary>
    public static byte[] Failure(string title, IEnumerable<string> sentences, string? traceback)
    {
        var body = new StringBuilder();
        foreach (var sentence in sentences.Where(static sentence => sentence.Length > 0))
            body.Append("<p>").Append(WebUtility.HtmlEncode(sentence)).Append("</p>");
        if (!string.IsNullOrEmpty(traceback))
            body.Append("<pre>").Append(WebUtility.HtmlEncode(traceback)).Append("</pre>");
        return Page(title, body.ToString());
    }

    /// <summary>What a developer sees while app.yaml has errors.</summary>
    public static byte[] Configuration(IEnumerable<ConfigurationError> errors) =>
        Failure("app.yaml has errors", ["Nothing is served until they are mended; then reload this page."], string.Join('\n', errors));

    private static byte[] Page(string title, string body) => Encoding.UTF8.GetBytes(
        $"<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{WebUtility.HtmlEncode(title)}</title>"
        + $"<style>{Style}</style>\n<h1>{WebUtility.HtmlEncode(title)}</h1>\n{body}\n</html>\n");
}
