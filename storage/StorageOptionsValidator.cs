using Microsoft.Extensions.Options;
using Npgsql;

namespace Actors.Storage;

/// <summary>Finds everything wrong with <see cref="StorageOptions"/> at once; each finding names the key, the value and the remedy.</summary>
public sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private static readonly TimeSpan MinBusyTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxBusyTimeout = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var findings = Findings(options).ToList();
        return findings.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(findings);
    }

    private static IEnumerable<string> Findings(StorageOptions options)
    {
        if (options.Dialect == SqlDialect.PostgreSql)
        {
            if (ConnectionStringFinding(options.ConnectionString!) is { } finding) yield return finding;
        }
        else if (string.IsNullOrWhiteSpace(options.DataDirectory))
            yield return "'Storage:DataDirectory' is empty; name a directory for the SQLite file, or give 'Storage:ConnectionString' to use PostgreSQL.";

        if (options.BusyTimeout < MinBusyTimeout || options.BusyTimeout > MaxBusyTimeout)
            yield return $"'Storage:BusyTimeout' is '{options.BusyTimeout}'; it must be from {MinBusyTimeout} to {MaxBusyTimeout}.";

        if (options.MaxWritesPerCommit is < 1 or > 10_000)
            yield return $"'Storage:MaxWritesPerCommit' is '{options.MaxWritesPerCommit}'; it must be from 1 to 10000.";
    }

    // Never quotes the value: it may hold a password.
    private static string? ConnectionStringFinding(string value)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(value).Host)
                ? "'Storage:ConnectionString' names no host; write 'Host=...;Database=...;Username=...'."
                : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return $"'Storage:ConnectionString' cannot be read: {e.Message} Write 'Host=...;Database=...;Username=...'.";
        }
    }
}
