using Actors.Gateway.Logging;

namespace Actors.Gateway.Tests.Logging;

/// <summary>What a stop does with records that still wait.</summary>
public sealed class BatchedRequestLogTests
{
    private readonly Waits _time = new();

    [Fact]
    public async Task A_stop_waits_as_long_as_records_are_taken_however_slowly()
    {
        using var log = new SlowLog(_time);
        await log.StartAsync(CancellationToken.None);
        for (var i = 0; i < 3; i++)
            log.Write(Records.Whole);
        await log.ArrivesAsync();

        var stopping = log.StopAsync(CancellationToken.None);
        for (var i = 0; i < 2; i++)
        {
            var over = await _time.NextAsync();
            log.Release();
            await log.ArrivesAsync();
            over();
        }

        _ = await _time.NextAsync();
        log.Release();
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(3, log.Taken);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_what_nobody_takes()
    {
        using var log = new SlowLog(_time);
        await log.StartAsync(CancellationToken.None);
        log.Write(Records.Whole);
        await log.ArrivesAsync();

        var stopping = log.StopAsync(CancellationToken.None);
        (await _time.NextAsync())();
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(0, log.Taken);
        log.Release();
    }

    /// <summary>Takes a record when it is told to.</summary>
    private sealed class SlowLog(TimeProvider time) : BatchedRequestLog(TimeSpan.FromMilliseconds(1), time)
    {
        private readonly SemaphoreSlim _arrived = new(0);
        private readonly SemaphoreSlim _released = new(0);

        public int Taken { get; private set; }

        public async Task ArrivesAsync() => Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(20)), "No record came.");

        public void Release() => _released.Release();

        protected override bool Take(RequestRecord record)
        {
            _arrived.Release();
            _released.Wait();
            Taken++;
            return false;
        }

        protected override void TakeDropped(long dropped, DateTimeOffset now)
        {
        }

        protected override ValueTask FlushAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Time in which a wait is over when the test says so.</summary>
    private sealed class Waits : TimeProvider
    {
        private readonly SemaphoreSlim _begun = new(0);
        private Action _last = () => { };

        /// <summary>Waits until somebody waits.</summary>
        /// <returns>What ends that wait.</returns>
        public async Task<Action> NextAsync()
        {
            Assert.True(await _begun.WaitAsync(TimeSpan.FromSeconds(20)), "Nobody waits.");
            return _last;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _last = () => callback(state);
            _begun.Release();
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
