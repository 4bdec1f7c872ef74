using Actors.Gateway.Dispatching;
using Actors.Grains;
using Actors.Grains.Versions;

namespace Actors.Gateway.Tests.Dispatching;

/// <summary>
/// The two sides of the leases against each other: a ledger and some gateways, with messages that arrive late. Each direction between two parties keeps no order
/// between kinds of messages, as with grain calls, their answers and observers.
/// </summary>
public sealed class LeaseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_late_messages_are_never_more_requests_run_than_there_are_slots(int gateways)
    {
        for (var seed = 0; seed < 60; seed++)
            new World(gateways, seed).Run(1500);
    }

    private sealed class World
    {
        private readonly Random _random;
        private readonly SlotLedger _ledger = new();
        private readonly Dictionary<string, int> _capacity = [];
        private readonly Queue<(string Gateway, Action<SlotGrant> Answer)> _pending = new();
        private readonly List<Action> _onTheWay = [];
        private readonly VersionSlots[] _gateways;
        private readonly HashSet<string> _registered;
        private readonly Dictionary<string, int> _running = [];
        private readonly List<(VersionSlots Gateway, InstanceSlots Instance)> _requests = [];
        private int _waiting;
        private bool _pressure;
        private long _sequence;
        private int _instances;

        public World(int gateways, int seed)
        {
            _random = new Random(seed);
            _gateways = [.. Enumerable.Range(0, gateways).Select(i => new VersionSlots("a/b/c", $"gateway{i}", null!, _ => null!))];
            _registered = [.. _gateways.Select(gateway => gateway.Holder)];
        }

        public void Run(int steps)
        {
            for (var step = 0; step < steps; step++)
                Step();
            while (_onTheWay.Count + _requests.Count > 0)
            {
                Deliver();
                if (_requests.Count > 0)
                    Leave();
            }
            Assert.Equal(0, _waiting); // nobody was forgotten
            Publish();
            while (_onTheWay.Count > 0)
                Deliver();
            var leased = _gateways.Sum(gateway => _capacity.Keys.Sum(id => LeasedAt(gateway, id)));
            Assert.Equal(_capacity.Values.Sum(), leased); // and no slot was lost
        }

        private int LeasedAt(VersionSlots gateway, string id)
        {
            var taken = new List<InstanceSlots>();
            while (gateway.TryTake(0) is { } instance)
                taken.Add(instance);
            foreach (var instance in taken)
                instance.Leave();
            return taken.Count(instance => instance.Id == id);
        }

        private void Step()
        {
            switch (_random.Next(8))
            {
                case 0 when _capacity.Count < 3:
                    var id = $"instance{_instances++}";
                    _capacity[id] = _random.Next(1, 6);
                    _ledger.Add(id, _capacity[id]);
                    GrantPending();
                    Publish();
                    break;
                case 1 or 2 or 3 when _capacity.Count > 0:
                    Arrive(_gateways[_random.Next(_gateways.Length)]);
                    break;
                case 4 or 5 when _requests.Count > 0:
                    Leave();
                    break;
                case 6 when _random.Next(20) == 0:
                    Retire(_random.Next(_gateways.Length));
                    break;
                default:
                    Deliver();
                    break;
            }
        }

        /// <summary>A gateway forgets the version, and begins anew under another name while its old requests still run.</summary>
        private void Retire(int index)
        {
            var old = _gateways[index];
            _registered.Remove(old.Holder);
            var fresh = _gateways[index] = new VersionSlots("a/b/c", $"{old.Holder}'", null!, _ => null!);
            foreach (var given in old.Apply(SnapshotFor(old)).Concat(old.Retire()))
                Release(old, given.InstanceId, given.Slots);
            Send(() =>
            {
                if (_gateways.Contains(fresh))
                    _registered.Add(fresh.Holder); // otherwise it was retired before it had subscribed
                if (_ledger.LeaseFree(_registered))
                    Publish();
            });
        }

        private void Arrive(VersionSlots gateway)
        {
            if (gateway.TryTake(0) is { } instance)
            {
                Begin(gateway, instance);
                return;
            }
            gateway.BeginWait();
            _waiting++;
            Send(() => Acquire(gateway.Holder, grant => Send(() =>
            {
                var granted = gateway.TakeGranted(grant);
                gateway.EndWait();
                _waiting--;
                Begin(gateway, granted);
            })));
        }

        private void Begin(VersionSlots gateway, InstanceSlots instance)
        {
            _requests.Add((gateway, instance));
            var running = _running[instance.Id] = _running.GetValueOrDefault(instance.Id) + 1;
            Assert.True(running <= _capacity[instance.Id], $"{running} run in {instance.Id}, which has {_capacity[instance.Id]} slots");
        }

        private void Leave()
        {
            var index = _random.Next(_requests.Count);
            var (gateway, instance) = _requests[index];
            _requests.RemoveAt(index);
            _running[instance.Id]--;
            Release(gateway, instance.Id, gateway.Leave(instance));
        }

        private void Release(VersionSlots gateway, string id, int slots)
        {
            if (slots > 0)
                Send(() =>
                {
                    _ledger.Release(gateway.Holder, id, slots);
                    GrantPending();
                });
        }

        private void Acquire(string holder, Action<SlotGrant> answer)
        {
            if (_pending.Count == 0 && _ledger.TakeOne(holder) is { } id)
            {
                answer(new SlotGrant(GrantOutcome.Granted, id));
                return;
            }
            _pending.Enqueue((holder, answer));
            TellPressure();
        }

        private void GrantPending()
        {
            while (_pending.TryPeek(out var first) && _ledger.TakeOne(first.Gateway) is { } id)
            {
                _pending.Dequeue();
                first.Answer(new SlotGrant(GrantOutcome.Granted, id));
            }
            if (_pending.Count == 0 && _ledger.LeaseFree(_registered))
                Publish();
            TellPressure();
        }

        private void TellPressure()
        {
            if (_pressure != _pending.Count > 0)
                Publish();
        }

        private void Publish()
        {
            _sequence++;
            _pressure = _pending.Count > 0;
            foreach (var gateway in _gateways)
            {
                var snapshot = SnapshotFor(gateway);
                Send(() =>
                {
                    foreach (var given in gateway.Apply(snapshot))
                        Release(gateway, given.InstanceId, given.Slots);
                });
            }
        }

        private VersionSnapshot SnapshotFor(VersionSlots gateway) => new(gateway.Holder, _sequence, 0, _pressure, _ledger.LeasesOf(gateway.Holder));

        private void Send(Action message) => _onTheWay.Add(message);

        private void Deliver()
        {
            if (_onTheWay.Count == 0)
                return;
            var index = _random.Next(_onTheWay.Count);
            var message = _onTheWay[index];
            _onTheWay.RemoveAt(index);
            message();
        }
    }
}
