using Actors.Grains.Instances;

namespace Actors.Grains.Tests;

public sealed class RequestSlotsTests
{
    [Fact]
    public void Requests_run_up_to_the_number_of_slots_and_then_wait_and_then_are_refused()
    {
        var slots = new RequestSlots(2, 1);

        Assert.Equal(SlotEntry.Runs, slots.Enter(out _));
        Assert.Equal(SlotEntry.Runs, slots.Enter(out _));
        Assert.Equal(SlotEntry.Waits, slots.Enter(out var turn));
        Assert.Equal(SlotEntry.Refused, slots.Enter(out _));
        Assert.False(turn!.IsCompleted);
        Assert.Equal(2, slots.Running);
    }

    [Fact]
    public async Task A_request_that_leaves_hands_its_slot_to_the_first_that_waits()
    {
        var slots = new RequestSlots(1, 2);
        slots.Enter(out _);
        slots.Enter(out var first);
        slots.Enter(out var second);

        slots.Leave();

        Assert.True(await first!);
        Assert.False(second!.IsCompleted);
        Assert.Equal(1, slots.Running);
    }

    [Fact]
    public async Task Closing_sends_those_that_wait_away_and_lets_nobody_in()
    {
        var slots = new RequestSlots(1, 2);
        slots.Enter(out _);
        slots.Enter(out var waiting);

        slots.Close();

        Assert.False(await waiting!);
        Assert.Equal(SlotEntry.Refused, slots.Enter(out _));
        slots.Leave();
        Assert.Equal(0, slots.Running);
    }

    [Fact]
    public void Whatever_comes_and_goes_never_more_run_than_there_are_slots()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var limit = random.Next(1, 6);
            var slots = new RequestSlots(limit, random.Next(0, 4));
            var inside = 0;
            for (var step = 0; step < 200; step++)
            {
                if (random.Next(2) == 0)
                    inside += slots.Enter(out _) == SlotEntry.Refused ? 0 : 1;
                else if (inside > 0)
                {
                    slots.Leave();
                    inside--;
                }
                Assert.InRange(slots.Running, 0, limit);
            }
        }
    }
}
