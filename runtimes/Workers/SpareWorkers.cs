using System.Collections.Concurrent;
using Actors.Runtimes.Interpreters;
using Actors.Runtimes.Limits;
using Actors.Runtimes.Zygotes;
using Microsoft.Extensions.Logging;

namespace Actors.Runtimes.Workers;

/// <summary>
/// One child of each base zygote, forked before it is wanted: it has written what every worker writes at first, holds nothing of any app, and waits for START.
/// The next worker does not wait for fork, connections and copied pages then. The one after it, when it comes at once, is forked as if there were no spares.
/// </summary>
internal sealed class SpareWorkers(BaseZygotes zygotes, BaseSpawn forks, SpawnOrders orders, OpenFiles openFiles, RuntimeOptions options, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>An app's default; a spare has as many connections as any worker that was started, within these bounds.</summary>
    private const int FewestConnections = 10;
    private const int MostConnections = 64;

    // The worker that has just been started needs the processors more.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(30);
    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The spare of an interpreter, if there is one with so many request connections. It is the caller's from here on.</summary>
    public ForkedChild? Take(Interpreter interpreter, int connections)
    {
        if (!_places.TryGetValue(interpreter.Path, out var place))
        {
            return null;
        }

        lock (place)
        {
            var spare = place.Spare;
            if (spare is null || spare.Requests.Length < connections)
            {
                return null;
            }

            place.Spare = null;
            if (!spare.Process.Ended.IsCompleted)
            {
                return spare;
            }

            spare.Discard();
            return null;
        }
    }

    /// <summary>A worker was started with so many request connections: soon there is a spare for the next.</summary>
    public void Started(Interpreter interpreter, int connections)
    {
        if (!options.SpareWorkers || !openFiles.HasRoomForWorker(connections))
        {
            return;
        }

        var place = _places.GetOrAdd(interpreter.Path, _ => new Place());
        lock (place)
        {
            place.Connections = Math.Max(place.Connections, Math.Min(connections, MostConnections));
            if (place.Preparing.IsCompleted && !_stop.IsCancellationRequested && (place.Spare is null || place.Spare.Requests.Length < place.Connections))
            {
                place.Preparing = PrepareAsync(interpreter, place);
            }
        }
    }

    /// <summary>Completes when all spares are there that were to be.</summary>
    public async Task PreparedAsync()
    {
        foreach (var place in _places.Values)
        {
            Task preparing;
            lock (place)
            {
                preparing = place.Preparing;
            }

            await preparing.ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await PreparedAsync().ConfigureAwait(false);
        foreach (var place in _places.Values)
        {
            place.Spare?.Discard();
        }

        _stop.Dispose();
    }

    private async Task PrepareAsync(Interpreter interpreter, Place place)
    {
        try
        {
            await Task.Delay(_pause, time, _stop.Token).ConfigureAwait(false);
            using var limit = new CancellationTokenSource(options.SpawnTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
            var zygote = await zygotes.Of(interpreter).GetAsync(both.Token).ConfigureAwait(false);
            using var spawn = new PendingSpawn(orders.NextId(), place.Connections);
            var spare = await forks.ForkAsync(zygote, spawn, orders.Spare(spawn, interpreter), both.Token).ConfigureAwait(false);
            lock (place)
            {
                place.Spare?.Discard();
                place.Spare = spare;
            }
        }
        catch (Exception failure) when (failure is SpawnStepException or OperationCanceledException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested)
            {
                RuntimeLog.NoSpare(log, interpreter.Runtime, failure.Message);
            }
        }
    }

    private sealed class Place
    {
        public ForkedChild? Spare { get; set; }

        public int Connections { get; set; } = FewestConnections;

        public Task Preparing { get; set; } = Task.CompletedTask;
    }
}
