using Actors.Grains.Versions;

namespace Actors.Grains.Tests;

public sealed class SlotLedgerTests
{
    [Fact]
    public void Free_slots_are_leased_evenly_to_the_gateways()
    {
        var ledger = new SlotLedger();
        ledger.Add("one", 10);

        Assert.True(ledger.LeaseFree(["a", "b", "c"]));

        int[] leased = [.. new[] { "a", "b", "c" }.Select(gateway => ledger.LeasesOf(gateway).Single().Slots).Order()];
        Assert.Equal([3, 3, 4], leased);
        Assert.Equal(0, ledger.Free);
        Assert.False(ledger.LeaseFree(["a", "b", "c"]));
    }

    [Fact]
    public void A_released_slot_goes_to_whoever_takes_it()
    {
        var ledger = new SlotLedger();
        ledger.Add("one", 1);
        ledger.LeaseFree(["a"]);
        Assert.Null(ledger.TakeOne("b"));

        ledger.Release("a", "one", 1);

        Assert.Equal("one", ledger.TakeOne("b"));
        Assert.Equal([new SlotLease("one", 0, Granted: 0, Released: 1)], ledger.LeasesOf("a"));
        Assert.Equal([new SlotLease("one", 1, Granted: 1, Released: 0)], ledger.LeasesOf("b"));
    }

    [Fact]
    public void What_gateways_say_that_they_hold_is_theirs_as_far_as_it_is_free_and_their_counts_go_on()
    {
        var ledger = new SlotLedger();
        ledger.Add("one", 4, number: 7);
        ledger.Adopt("a", [new SlotLease("one", 3, Granted: 5, Released: 2), new SlotLease("gone", 2)]);
        ledger.Adopt("b", [new SlotLease("one", 3, Granted: 1, Released: 0)]);

        Assert.Equal([new SlotLease("one", 3, Granted: 5, Released: 2, Number: 7)], ledger.LeasesOf("a"));
        Assert.Equal([new SlotLease("one", 1, Granted: 1, Released: 0, Number: 7)], ledger.LeasesOf("b"));
        Assert.Equal(0, ledger.Free);
        ledger.Release("a", "one", 1);
        Assert.Equal("one", ledger.TakeOne("b"));
        Assert.Equal([new SlotLease("one", 2, Granted: 2, Released: 0, Number: 7)], ledger.LeasesOf("b"));
    }

    [Fact]
    public void More_than_a_gateway_holds_cannot_come_back()
    {
        var ledger = new SlotLedger();
        ledger.Add("one", 2);
        ledger.TakeOne("a");

        ledger.Release("a", "one", 5);
        ledger.Release("b", "one", 1);
        ledger.Release("a", "unknown", 1);

        Assert.Equal(2, ledger.Free);
    }

    [Fact]
    public void Whatever_happens_every_slot_is_free_or_leased_once()
    {
        var random = new Random(11);
        var ledger = new SlotLedger();
        var capacity = new Dictionary<string, int>();
        string[] gateways = ["a", "b", "c"];
        for (var step = 0; step < 20_000; step++)
        {
            var gateway = gateways[random.Next(3)];
            switch (random.Next(6))
            {
                case 0 when capacity.Count < 8:
                    var id = $"i{step}";
                    capacity[id] = random.Next(1, 12);
                    ledger.Add(id, capacity[id]);
                    break;
                case 1 when capacity.Count > 0:
                    var gone = capacity.Keys.ElementAt(random.Next(capacity.Count));
                    capacity.Remove(gone);
                    Assert.True(ledger.Remove(gone));
                    break;
                case 2:
                    ledger.TakeOne(gateway);
                    break;
                case 3 when capacity.Count > 0:
                    ledger.Release(gateway, capacity.Keys.ElementAt(random.Next(capacity.Count)), random.Next(1, 4));
                    break;
                case 4:
                    ledger.LeaseFree(gateways);
                    break;
                case 5:
                    ledger.ReleaseAll(gateway);
                    break;
            }
            var leased = gateways.Sum(name => ledger.LeasesOf(name).Sum(lease => lease.Slots));
            Assert.Equal(capacity.Values.Sum(), ledger.Free + leased);
            Assert.True(ledger.Free >= 0);
        }
    }
}
