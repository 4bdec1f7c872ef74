using Actors.Grains.Versions;

namespace Actors.Grains.Tests;

public sealed class PendingQueueTests
{
    private static PendingRequest Waiting(RequestKind kind, long since) => new("gateway", kind, since);

    [Fact]
    public void User_requests_go_before_task_requests_and_otherwise_in_order()
    {
        var queue = new PendingQueue(10);
        PendingRequest[] order = [Waiting(RequestKind.User, 2), Waiting(RequestKind.User, 4), Waiting(RequestKind.Task, 1), Waiting(RequestKind.Task, 3)];
        foreach (var request in order.OrderBy(request => request.Since))
            Assert.True(queue.TryAdd(request));

        foreach (var expected in order)
        {
            Assert.Same(expected, queue.First);
            queue.RemoveFirst();
        }
        Assert.Null(queue.First);
    }

    [Theory]
    [InlineData(new long[] { }, new long[] { }, null)]
    [InlineData(new long[] { 5, 6 }, new long[] { }, 5L)]
    [InlineData(new long[] { }, new long[] { 4 }, 4L)]
    [InlineData(new long[] { 5 }, new long[] { 3, 9 }, 3L)] // a task request may wait longer, since users go first
    public void The_oldest_is_that_of_either_kind(long[] users, long[] tasks, long? expected)
    {
        var queue = new PendingQueue(10);
        foreach (var since in users)
            queue.TryAdd(Waiting(RequestKind.User, since));
        foreach (var since in tasks)
            queue.TryAdd(Waiting(RequestKind.Task, since));

        Assert.Equal(expected, queue.Oldest);
    }

    [Fact]
    public void It_takes_no_more_than_its_limit()
    {
        var queue = new PendingQueue(2);
        Assert.True(queue.TryAdd(Waiting(RequestKind.User, 1)));
        Assert.True(queue.TryAdd(Waiting(RequestKind.Task, 1)));
        Assert.False(queue.TryAdd(Waiting(RequestKind.User, 1)));
    }

    [Fact]
    public void Those_that_waited_too_long_are_taken_off_from_both_kinds()
    {
        var queue = new PendingQueue(10);
        for (var since = 0; since < 6; since++)
            queue.TryAdd(Waiting(since % 2 == 0 ? RequestKind.User : RequestKind.Task, since));

        Assert.Equal([0, 2, 1, 3], queue.RemoveOlderThan(3, 3).Select(request => (int)request.Since));
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void Who_wants_an_instance_warmed_up_is_no_request_and_may_wait_longer()
    {
        var queue = new PendingQueue(10);
        queue.TryAdd(Waiting(RequestKind.Task, 1) with { IsWarmUp = true });
        Assert.False(queue.HasRequests);
        queue.TryAdd(Waiting(RequestKind.Task, 2));
        Assert.True(queue.HasRequests);

        Assert.Equal([2], queue.RemoveOlderThan(5, 0).Select(request => (int)request.Since));
        Assert.Equal([1], queue.RemoveOlderThan(5, 1).Select(request => (int)request.Since));
    }
}
