using System.Diagnostics;
using Actors.Runtimes.Interpreters;

namespace Actors.Runtimes.Deployments;

/// <summary>Which libraries an app's <c>libraries</c> names that are neither here nor in its directory. The interpreter is asked; nothing of the app is run.</summary>
public static class MissingLibraries
{
    private const string Program = "check_libraries.py";

    /// <summary>One sentence for each, with what to do; none when the interpreter does not answer within <see cref="RuntimeOptions.ZygoteTimeout"/>.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(AppToServe app, Interpreter interpreter, RuntimeOptions options, CancellationToken cancellationToken)
    {
        if (app.Yaml.Libraries.IsEmpty)
            return [];
        var names = app.Yaml.Libraries.Select(library => $"{library.Name}=={library.Version}");
        var start = new ProcessStartInfo(interpreter.Path, ["-E", "-s", "-B", Path.Combine(options.PythonFiles, Program), app.Source.Directory, .. names])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ZygoteTimeout);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var lines = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await errors;
            return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{app.Source.File}: {line}")];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
