using System.Diagnostics;

namespace Actors.Storage.Tests;

/// <summary>A running private server; see postgres.sh.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _directory;

    private PostgresServer(Process process, string directory)
    {
        _process = process;
        _directory = directory;
    }

    public string ConnectionString => $"Host={_directory};Username=actors;Database=postgres;Maximum Pool Size=40";

    public static async Task<PostgresServer> StartAsync(string programs)
    {
        using var reader = new StreamReader(typeof(PostgresServer).Assembly.GetManifestResourceStream("postgres.sh")!);
        string[] shell = ["sh", "-c", await reader.ReadToEndAsync(), "postgres.sh", programs];
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The server refuses to run as root.
        string[] command = System.Environment.IsPrivilegedProcess ? ["runuser", "-u", UnprivilegedUser(), "--", .. shell] : shell;
        start.FileName = command[0];
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        var directory = await process.StandardOutput.ReadLineAsync();
        if (directory is not null) return new PostgresServer(process, directory);
        throw new InvalidOperationException("PostgreSQL did not start: " + await process.StandardError.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string UnprivilegedUser() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
}
