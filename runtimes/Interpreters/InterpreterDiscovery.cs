using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Interpreters;

/// <summary>Finds the interpreters of this machine. Each is asked once what it is; the answer is kept in the data directory.</summary>
/// <param name="options">Configured paths and the data directory.</param>
/// <param name="places">Where else to look.</param>
/// <param name="dropsUid">Whether workers run as users of their own, who must be able to read the interpreter.</param>
/// <param name="log">Says which were found.</param>
public sealed class InterpreterDiscovery(RuntimeOptions options, InterpreterPlaces places, bool dropsUid, ILogger<InterpreterDiscovery> log)
{
    // -S and -E: neither the user's environment nor site-packages have a say, and the answer comes in a few milliseconds.
    private const string Question =
        "import os,sys;sys.stdout.write('%d.%d.%d\\n%s\\n%s\\n'%(sys.version_info[:3]+(os.path.realpath(sys.executable),os.path.dirname(os.path.realpath(os.__file__)))))";

    private string KnownFile => Path.Combine(options.DataDirectory, "interpreters.json");

    /// <summary>Looks at all places; costs a few file stats when nothing has changed since the last time.</summary>
    public async Task<InterpreterSet> FindAsync(CancellationToken cancellationToken)
    {
        var known = ReadKnown();
        var candidates = options.Interpreters.Values.Concat(places.Candidates()).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).ToArray();
        var asked = new KnownInterpreter[candidates.Length];
        var width = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, candidates.Length, width, async (i, token) =>
        {
            var file = new FileInfo(candidates[i]);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            var modified = file.LastWriteTimeUtc.Ticks;
            asked[i] = known.TryGetValue(candidates[i], out var before) && before.Modified == modified && before.Size == file.Length
                ? before
                : new KnownInterpreter(candidates[i], modified, file.Length, await AskAsync(candidates[i], token).ConfigureAwait(false));
        }).ConfigureAwait(false);
        if (asked.Length != known.Count || asked.Any(one => known.GetValueOrDefault(one.Path) != one))
        {
            WriteKnown(asked);
        }

        return Judge(asked);
    }

    private InterpreterSet Judge(KnownInterpreter[] asked)
    {
        var usable = new List<Interpreter>();
        var unusable = new List<UnusableInterpreter>();
        string? python3 = null;
        var standard = options.Interpreters.TryGetValue("python3", out var configured) ? Path.GetFullPath(configured) : "/usr/bin/python3";
        foreach (var (path, _, _, answer) in asked)
        {
            if (answer is null || !Version.TryParse(answer.Version, out var version) || Interpreter.RuntimeOf(version) is not { } runtime)
            {
                continue;
            }

            python3 ??= path == standard ? runtime : null;
            var obstacle = dropsUid
                ? Reachability.Obstacle(answer.Executable) ?? Reachability.Obstacle(answer.StandardLibrary)
                : null;
            if (obstacle is null)
            {
                usable.Add(new Interpreter(runtime, answer.Executable, version, answer.StandardLibrary));
            }
            else
            {
                unusable.Add(new UnusableInterpreter(runtime, answer.Executable, $"the workers' user cannot read it: {obstacle}"));
            }
        }

        return new InterpreterSet(usable, unusable, python3);
    }

    private async Task<InterpreterAnswer?> AskAsync(string path, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ZygoteTimeout);
        var start = new ProcessStartInfo(path, ["-E", "-S", "-c", Question]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                var lines = (await process.StandardOutput.ReadToEndAsync(limit.Token).ConfigureAwait(false)).Split('\n');
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                await errors.ConfigureAwait(false);
                if (process.ExitCode == 0 && lines.Length >= 3 && IsBinary(lines[1]))
                {
                    return new InterpreterAnswer(lines[1], lines[0], lines[2]);
                }

                RuntimeLog.InterpreterIgnored(log, path, $"it exited with status {process.ExitCode}");
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill();
                }
            }
        }
        catch (Exception failure) when (failure is IOException or System.ComponentModel.Win32Exception or UnauthorizedAccessException)
        {
            RuntimeLog.InterpreterIgnored(log, path, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            RuntimeLog.InterpreterIgnored(log, path, "it did not answer in time");
        }

        return null;
    }

    private static bool IsBinary(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start.SequenceEqual("\u007fELF"u8);
    }

    private Dictionary<string, KnownInterpreter> ReadKnown()
    {
        try
        {
            var list = JsonSerializer.Deserialize(File.ReadAllBytes(KnownFile), KnownInterpreterJson.Default.KnownInterpreterArray) ?? [];
            return list.ToDictionary(one => one.Path, StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or JsonException or ArgumentException)
        {
            // No list yet, or a broken one: everybody is asked again.
            return [];
        }
    }

    private void WriteKnown(KnownInterpreter[] asked)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var next = KnownFile + ".new";
        File.WriteAllBytes(next, JsonSerializer.SerializeToUtf8Bytes(asked, KnownInterpreterJson.Default.KnownInterpreterArray));
        File.Move(next, KnownFile, overwrite: true);
    }
}
