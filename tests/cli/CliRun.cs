using System.Net;
using System.Text;
using Actors.Cli.Output;
using Actors.Console;

namespace Actors.Cli.Tests;

/// <summary>The command line against a silo that the test plays: what it asks, what it is answered, what it prints.</summary>
internal sealed class CliRun
{
    private readonly Dictionary<string, Func<(int Status, object? Body)>> _answers = [];
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    public int? Width { get; set; }

    public bool HasColours { get; set; }

    public Dictionary<string, string> Variables { get; } = [];

    public EagerTime Time { get; } = new();

    /// <summary>What it asked: <c>METHOD PATH [If-Match: TAG] [BODY]</c>.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Where it asked.</summary>
    public Uri? Address { get; private set; }

    /// <summary>The Authorization header it sent.</summary>
    public string? Authorization { get; private set; }

    public string Output => _output.ToString();

    public string Errors => _errors.ToString();

    /// <summary>Nobody answers.</summary>
    public bool IsDown { get; set; }

    /// <summary>Called at each request.</summary>
    public Action<string> Hears { get; set; } = static _ => { };

    /// <summary>What a request is answered with: rows of the admin API, or text as it is.</summary>
    public CliRun Answers(string request, object? body, int status = 200)
    {
        _answers[request] = () => (status, body);
        return this;
    }

    public CliRun Answers(string request, Func<object?> body)
    {
        _answers[request] = () => (200, body());
        return this;
    }

    /// <summary>Refuses with a problem.</summary>
    public CliRun Refuses(string request, int status, string sentence) => Answers(request, new AdminProblem("", status, sentence), status);

    /// <summary>Runs a command line, its words parted by spaces.</summary>
    public Task<int> RunAsync(string line, CancellationToken cancellationToken = default) => RunAsync(line.Split(' '), cancellationToken);

    public Task<int> RunAsync(string[] words, CancellationToken cancellationToken = default) =>
        new CommandLine(new CliHost(new Terminal(_output, _errors, Width, HasColours), Time, Variables.GetValueOrDefault, () => new Network(this))).RunAsync(words, cancellationToken);

    private sealed class Network(CliRun run) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.Address = new Uri(request.RequestUri!.GetLeftPart(UriPartial.Authority));
            run.Authorization = request.Headers.Authorization?.ToString();
            var asked = $"{request.Method} {request.RequestUri.PathAndQuery}";
            var body = request.Content is null ? "" : $" {await request.Content.ReadAsStringAsync(cancellationToken)}";
            run.Asked.Add($"{asked}{(request.Headers.TryGetValues("If-Match", out var tags) ? $" If-Match: {tags.Single()}" : "")}{body}");
            run.Hears(asked);
            if (run.IsDown)
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            var (status, answer) = run._answers[asked]();
            var text = answer as string ?? (answer is null ? "" : System.Text.Json.JsonSerializer.Serialize(answer, AdminJson.Options));
            return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
        }
    }
}
