using System.Collections;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>The observers of a grain, each identified by its reference.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log);

/// <summary>The observers of a grain. One that does not subscribe again within the expiration time, or fails, is dropped. Not thread-safe: a grain uses it in its turns.</summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver> where TIdentity : notnull
{
    private readonly Dictionary<TIdentity, Entry> _entries = [];
    private readonly ILogger _log;

    /// <summary>No observers yet.</summary>
    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ExpirationDuration = expiration;
        _log = log;
    }

    /// <summary>How long a subscription lasts.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>The clock, in UTC; for tests.</summary>
    public Func<DateTime> GetDateTime { get; set; } = () => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>How many observers there are, expired ones included.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds an observer, or renews it.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _entries[id] = new Entry(observer, GetDateTime());

    /// <summary>Removes an observer, if it is there.</summary>
    public void Unsubscribe(TIdentity id) => _entries.Remove(id);

    /// <summary>Removes all.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>Removes those that have expired.</summary>
    public void ClearExpired()
    {
        var now = GetDateTime();
        foreach (var (id, entry) in _entries.ToArray())
            if (IsExpired(entry, now)) _entries.Remove(id);
    }

    /// <summary>Calls all observers that have not expired and fit the predicate; drops those that fail.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        foreach (var (id, entry) in Live(predicate))
        {
            try
            {
                await notification(entry.Observer);
            }
            catch (Exception exception)
            {
                Drop(id, exception);
            }
        }
    }

    /// <inheritdoc cref="Notify(Func{TObserver, Task}, Func{TObserver, bool}?)"/>
    public void Notify(Action<TObserver> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        foreach (var (id, entry) in Live(predicate))
        {
            try
            {
                notification(entry.Observer);
            }
            catch (Exception exception)
            {
                Drop(id, exception);
            }
        }
    }

    /// <summary>All observers, expired ones included.</summary>
    public IEnumerator<TObserver> GetEnumerator() => _entries.Values.Select(e => e.Observer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private KeyValuePair<TIdentity, Entry>[] Live(Func<TObserver, bool>? predicate)
    {
        ClearExpired();
        return [.. _entries.Where(e => predicate is null || predicate(e.Value.Observer))];
    }

    private bool IsExpired(Entry entry, DateTime now) => now - entry.LastSeen > ExpirationDuration;

    private void Drop(TIdentity id, Exception exception)
    {
        _entries.Remove(id);
        ObserverLog.Dropped(_log, id, exception);
    }

    private sealed record Entry(TObserver Observer, DateTime LastSeen);
}

internal static partial class ObserverLog
{
    [LoggerMessage(1006, LogLevel.Information, "The observer {Id} failed and is dropped")]
    public static partial void Dropped(ILogger logger, object id, Exception exception);
}
