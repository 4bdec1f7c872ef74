using System.Diagnostics;

namespace Actors.Storage.Tests.Child;

/// <summary>This test assembly, started as a program on a database.</summary>
public sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;

    public StreamWriter Input => _process.StandardInput;

    public static ChildProcess Start(string mode, StorageOptions options)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { typeof(Program).Assembly.Location, mode, options.DataDirectory },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (options.ConnectionString is not null) start.ArgumentList.Add(options.ConnectionString);
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end; what it wrote to standard error, when it failed.</summary>
    public async Task<string> EndAsync()
    {
        var errors = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode == 0 ? "" : $"exit code {_process.ExitCode}: {errors}";
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
