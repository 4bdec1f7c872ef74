using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Actors.EndToEnd.Tests;

namespace Actors.Sandbox.Tests;

/// <summary>A real silo with a hostile app for each Python and a neighbour that must not notice, locked down as its settings say. Attempts are requests to the hostile apps.</summary>
internal sealed partial class AttackedSilo : IAsyncDisposable
{
    private const int TempBytes = 8 << 20;
    private const int MaxThreads = 1000;
    private static readonly JsonSerializerOptions _facts = new();
    private readonly List<AppDirectory> _apps;
    private readonly Listeners _listeners;
    private readonly SiloProcess _silo;
    private readonly Dictionary<string, HttpClient> _clients;
    private readonly bool _fromVersionZygotes;

    // By Python, the last worker that is known to come from a version zygote.
    private readonly Dictionary<string, int> _attackers = [];
    private int _seenLines;
    private int _neighbour;
    private Process? _victim;
    private Arena? _arena;

    private AttackedSilo(List<AppDirectory> apps, Listeners listeners, SiloProcess silo, bool fromVersionZygotes)
    {
        (_apps, _listeners, _silo, _fromVersionZygotes) = (apps, listeners, silo, fromVersionZygotes);
        _clients = new[] { "python27", "python3", "neighbour" }.ToDictionary(name => name, name => silo.Client(name));
    }

    /// <summary>Starts one.</summary>
    /// <param name="off">Layers that are switched off.</param>
    /// <param name="rules">Whether python27 has its import rules, which are no defence; without them attempts are shorter.</param>
    /// <param name="fromVersionZygotes">Whether the hostile apps have a library, and all attempts are made in workers that a version zygote forked.</param>
    public static async Task<AttackedSilo> StartAsync(IReadOnlyList<string> off, bool rules = false, bool fromVersionZygotes = false)
    {
        List<AppDirectory> apps = [Hostile(AppDirectory.Python3("python3", "")), Neighbour()];
        if (Interpreters.Python27 is not null)
            apps.Add(Hostile(AppDirectory.Python27("python27", "")));
        foreach (var app in apps.Where(_ => fromVersionZygotes))
        {
            foreach (var module in (string[])["__init__", "one", "two"])
                app.Write($"lib/harmless/{module}.py", "");
        }

        var listeners = new Listeners();
        List<(string, string)> settings =
        [
            ("Sandbox__TempBytes", $"{TempBytes}"), ("Sandbox__MaxThreads", $"{MaxThreads}"), ("UrlFetch__AllowedHosts__0", $"127.0.0.1:{listeners.Port}"), ("ACTORS_TEST_SECRET", "secret"),
            ("Gateway__RequestLog", "false"), ("Sandbox__Python27Rules", rules ? "true" : "false"), .. off.Select((layer, index) => ($"Sandbox__Off__{index}", layer)),
        ];

        // The ceilings of docs/limits.md stand beside that layer.
        if (off.Contains("ResourceLimits"))
            settings.AddRange([("Limits__MemoryCeiling", "false"), ("Limits__Threads", "10000")]);
        var silo = await SiloProcess.StartAsync([.. apps.Select(app => app.Path)], [.. settings]);
        return new AttackedSilo(apps, listeners, silo, fromVersionZygotes);
    }

    /// <summary>Makes an attempt, and looks at what became of it. Also sees to it that the next one gets a fresh worker where this one got through or broke something.</summary>
    public async Task<Outcome> AttemptAsync(Attempt attempt, Situation situation)
    {
        var arena = _arena ??= Arena.Make();
        var victim = _victim ??= Process.Start(new ProcessStartInfo("sleep", ["3600"]))!;
        var pid = await AttackerAsync(situation.Python);
        var heard = _listeners.Heard;
        _ = _listeners.TakeDatagram();
        _seenLines = _silo.OutputLines;
        var answer = await SendAsync(await FactsAsync(attempt, situation, arena, victim.Id, pid));
        var outcome = await JudgeAsync(answer, pid);
        var effects = await EffectsAsync(attempt, outcome, arena, victim, heard);
        if (outcome.Kind == OutcomeKind.Through && File.Exists($"/proc/{pid}/stat"))
            await EndWorkerAsync(pid);
        if (outcome.Kind == OutcomeKind.Through || victim.HasExited)
            EndVictim();
        if (outcome.Kind == OutcomeKind.Through || effects.Length > 0)
            EndArena();
        return outcome with { Effects = effects };
    }

    /// <summary>Fails unless the silo, its admin port, a neighbour and the hostile app itself serve.</summary>
    public async Task AssertServesAsync(Situation situation)
    {
        await MeetNeighbourAsync();
        Assert.True(await WorkerAsync(situation.Python) > 0);
    }

    /// <summary>The layers that the admin API says a worker has.</summary>
    public async Task<IReadOnlyList<string>> LayersAsync(Situation situation)
    {
        var pid = await AttackerAsync(situation.Python);
        var row = (await _silo.InstancesAsync()).First(instance => instance.GetProperty("pid").GetInt32() == pid);
        return [.. row.GetProperty("sandbox").EnumerateArray().Select(layer => layer.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        EndVictim();
        EndArena();
        await _silo.DisposeAsync();
        _listeners.Dispose();
        foreach (var app in _apps)
            app.Dispose();
    }

    private static AppDirectory Neighbour() => AppDirectory.Python3("neighbour", """
        import os
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [('neighbour %d' % os.getpid()).encode()]
        """);

    private static AppDirectory Hostile(AppDirectory app)
    {
        var here = AppContext.BaseDirectory;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(here, "App")))
            app.Write(Path.GetFileName(file), File.ReadAllText(file));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(here, "attempts"), "*.py", SearchOption.AllDirectories))
            app.Write(Path.GetRelativePath(here, file), File.ReadAllText(file));

        // getpid the 32-bit way: mov eax, 20; int 0x80; ret. And some C extension.
        File.WriteAllBytes(Path.Combine(app.Path, "code32.bin"), [0xB8, 20, 0, 0, 0, 0xCD, 0x80, 0xC3]);
        File.Copy(Directory.EnumerateFiles("/usr/lib", "libseccomp.so.2.*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).First(), Path.Combine(app.Path, "extension.so"));
        return app;
    }

    // Null for an answer that no client takes, such as one with a header of megabytes.
    private async Task<HttpResponseMessage?> SendAsync(Dictionary<string, object> facts)
    {
        using var content = new StringContent(JsonSerializer.Serialize(facts, _facts));
        try
        {
            return await _clients[(string)facts["python"]].PostAsync("/attempt", content);
        }
        catch (HttpRequestException refusal) when (refusal.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return null;
        }
    }

    private async Task<Dictionary<string, object>> FactsAsync(Attempt attempt, Situation situation, Arena arena, int victim, int worker)
    {
        if (_neighbour == 0)
            await MeetNeighbourAsync();
        return new()
        {
            ["name"] = attempt.Name, ["call"] = attempt.Call is { } call ? int.TryParse(call, out var number) ? number : call : "", ["arguments"] = attempt.Arguments,
            ["numbers"] = SystemCalls.Numbers, ["python"] = situation.Python, ["user"] = situation.User, ["uid"] = SystemCalls.UserId, ["arena"] = arena.Path, ["secret"] = arena.SecretFile,
            ["silo"] = _silo.Pid, ["zygote"] = ParentOf(worker), ["neighbour"] = _neighbour, ["victim"] = victim, ["port"] = _silo.Port, ["admin"] = _silo.AdminPort,
            ["database"] = _listeners.Port, ["unix"] = _listeners.Unix, ["datagram"] = _listeners.Datagram, ["abstract"] = _listeners.Abstract,
            ["data"] = _silo.Data, ["neighbour_code"] = $"{_silo.Data}/apps/neighbour/default/1/code", ["temp_bytes"] = TempBytes, ["max_threads"] = MaxThreads,
        };
    }

    // It and the admin port serve; the next attempt knows which process it is.
    private async Task MeetNeighbourAsync()
    {
        var words = (await _clients["neighbour"].GetStringAsync("/")).Split(' ');
        Assert.Equal("neighbour", words[0]);
        _neighbour = int.Parse(words[1], CultureInfo.InvariantCulture);
        await _silo.AssertHealthyAsync();
    }

    private async Task<Outcome> JudgeAsync(HttpResponseMessage? answer, int pid)
    {
        if (answer is null)
            return new Outcome(OutcomeKind.Through, "", "the answer went out, and the client did not take it", "");
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "application/json" && text.StartsWith('{'))
        {
            var result = JsonDocument.Parse(text).RootElement;
            var kind = Enum.Parse<OutcomeKind>(result.GetProperty("outcome").GetString()!, ignoreCase: true);
            return new Outcome(kind, result.TryGetProperty("error", out var error) ? error.GetString()! : "", result.TryGetProperty("detail", out var detail) ? detail.GetString()! : "", "");
        }

        if (answer.StatusCode == HttpStatusCode.OK)
            return new Outcome(OutcomeKind.Through, "", $"{text.Length} bytes of an answer of its own", "");
        if (IsAlive(pid))
            return new Outcome(OutcomeKind.Replaced, $"{(int)answer.StatusCode}", text.Length > 200 ? text[..200] : text, "");
        await SiloProcess.Until(() => Ended().IsMatch(_silo.OutputFrom(_seenLines)), () => $"nothing is logged of worker {pid}'s end in:\n{_silo.OutputFrom(_seenLines)}");
        var end = Ended().Match(_silo.OutputFrom(_seenLines));
        return new Outcome(OutcomeKind.Killed, end.Groups[1].Value switch { "31" => "SIGSYS", "11" => "SIGSEGV", "9" => "SIGKILL", "" => "exit", var signal => $"signal {signal}" }, end.Value, "");
    }

    private async Task<string> EffectsAsync(Attempt attempt, Outcome outcome, Arena arena, Process victim, int heard)
    {
        var seen = new List<string>();
        if (!arena.IsUntouched)
            seen.Add(attempt.Evidence == "arena" ? "arena" : $"arena: {arena.Changes()}");
        if (outcome.Detail.Contains(arena.Secret, StringComparison.Ordinal))
            seen.Add("secret");
        if (attempt.Evidence == "victim" && (victim.HasExited || await Task.Run(() => victim.WaitForExit(outcome.Kind == OutcomeKind.Through ? 2000 : 0))))
            seen.Add("victim");
        if (attempt.Evidence == "listener" && outcome.Kind == OutcomeKind.Through)
            await SiloProcess.Until(() => _listeners.Heard != heard, () => "nobody heard it");
        if (_listeners.Heard != heard && attempt.Evidence is "listener")
            seen.Add("listener");
        if (_listeners.TakeDatagram())
            seen.Add("datagram");
        return string.Join(", ", seen);
    }

    // One after a worker ended is a new one.
    private async Task<int> WorkerAsync(string python)
    {
        using var document = JsonDocument.Parse(await _clients[python].GetStringAsync("/"));
        return document.RootElement.GetProperty("pid").GetInt32() is var pid && IsAlive(pid) ? pid : throw new InvalidOperationException($"worker {pid} is not a process");
    }

    // The worker that attempts are made in. The first one of a version shows which libraries there are; once its version zygote is made, the next one comes from that.
    private async Task<int> AttackerAsync(string python)
    {
        var pid = await WorkerAsync(python);
        if (!_fromVersionZygotes || _attackers.GetValueOrDefault(python) == pid)
            return pid;
        await SiloProcess.UntilAsync(
            async () =>
            {
                pid = await WorkerAsync(python);
                var row = (await _silo.InstancesAsync()).FirstOrDefault(instance => instance.GetProperty("pid").GetInt32() == pid);
                if (row.ValueKind == JsonValueKind.Object && row.GetProperty("journey").TryGetProperty("versionZygote", out _))
                    return true;
                await Task.Delay(200);
                await EndWorkerAsync(pid);
                return false;
            },
            $"no worker of {python} comes from a version zygote");
        return _attackers[python] = pid;
    }

    private void EndVictim()
    {
        using var victim = _victim;
        _victim = null;
        victim?.Kill();
    }

    private void EndArena()
    {
        _arena?.Dispose();
        _arena = null;
    }

    private static async Task EndWorkerAsync(int pid)
    {
        SiloProcess.Signal(pid, "KILL");
        await SiloProcess.Until(() => !File.Exists($"/proc/{pid}/stat"), () => $"worker {pid} stays");
    }

    private static bool IsAlive(int pid) => Status(pid) is { } status && !status.StartsWith('Z');

    private static int ParentOf(int pid) => int.Parse(Status(pid)!.Split(' ')[1], CultureInfo.InvariantCulture);

    private static string? Status(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].TrimStart();
        }
        catch (IOException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"killed by signal (\d+)|exited with status \d+")]
    private static partial Regex Ended();
}
