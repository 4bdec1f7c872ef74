using System.Net;
using System.Net.Sockets;
using Actors.Gateway.Tests;
using Actors.Services.UrlFetch;

namespace Actors.Services.Tests.UrlFetch;

/// <summary>Which addresses apps may reach: a table, and what holds for all addresses.</summary>
public sealed class AddressRulesTests
{
    private const int Tries = 20_000;
    private static readonly HashSet<IPAddress> Own = [IPAddress.Parse("198.41.0.4"), IPAddress.Parse("2001:500:2::c")];
    private static readonly IPNetwork[] Allowed = [IPNetwork.Parse("10.20.0.0/16"), IPNetwork.Parse("127.0.0.8/32"), IPNetwork.Parse("fd12::/16")];

    public static IEnumerable<object?[]> Addresses => Table.Rows("UrlFetch/addresses.table");

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Apps_reach_the_public_internet_and_what_the_operator_lists(string address, string? refusal) =>
        Assert.Equal(refusal, AddressRules.Refusal(IPAddress.Parse(address), Own, Allowed));

    [Theory]
    [InlineData("::ffff:{0}")]
    [InlineData("64:ff9b::{0}")]
    [InlineData("::{0}")]
    [InlineData("::ffff:0:{0}")]
    public void No_way_of_writing_an_ipv4_address_in_ipv6_opens_what_is_closed(string form)
    {
        var random = new Random(1);
        for (var i = 0; i < Tries; i++)
        {
            var plain = Ipv4(random);
            if (AddressRules.Refusal(plain, Own, []) is not null)
                Assert.NotNull(AddressRules.Refusal(IPAddress.Parse(form.Replace("{0}", plain.ToString(), StringComparison.Ordinal)), Own, []));
        }
    }

    [Fact]
    public void Tunnels_to_closed_ipv4_addresses_are_closed()
    {
        var random = new Random(2);
        for (var i = 0; i < Tries; i++)
        {
            var plain = Ipv4(random);
            var bytes = Ipv6(random);
            (bytes[0], bytes[1]) = (0x20, 0x02);
            plain.GetAddressBytes().CopyTo(bytes, 2);
            Assert.Equal(AddressRules.Refusal(plain, Own, []), AddressRules.Refusal(new IPAddress(bytes), Own, []));
        }
    }

    [Fact]
    public void Of_ipv6_only_global_unicast_and_nat64_are_open()
    {
        var random = new Random(3);
        for (var i = 0; i < Tries; i++)
        {
            var bytes = Ipv6(random);
            var address = new IPAddress(bytes);
            if (AddressRules.Refusal(address, Own, []) is null)
                Assert.True(bytes[0] >> 5 == 1 || address.IsIPv4MappedToIPv6 || address.ToString().StartsWith("64:ff9b::", StringComparison.Ordinal), address.ToString());
        }
    }

    [Fact]
    public void A_scope_changes_nothing()
    {
        var random = new Random(4);
        for (var i = 0; i < Tries; i++)
        {
            var bytes = Ipv6(random);
            Assert.Equal(AddressRules.Refusal(new IPAddress(bytes), Own, Allowed), AddressRules.Refusal(new IPAddress(bytes, random.Next(1, 9)), Own, Allowed));
        }
    }

    [Fact]
    public void A_list_only_opens_and_only_what_is_on_it()
    {
        var random = new Random(5);
        for (var i = 0; i < Tries; i++)
        {
            var address = random.Next(2) == 0 ? Ipv4(random) : new IPAddress(Ipv6(random));
            var network = new IPNetwork(Base(address, out var bits), bits);
            Assert.Null(AddressRules.Refusal(address, Own, [network]));
            var other = address.AddressFamily == AddressFamily.InterNetwork ? Ipv4(random) : new IPAddress(Ipv6(random));
            var plain = other.IsIPv4MappedToIPv6 ? other.MapToIPv4() : other;
            if (!network.Contains(plain))
                Assert.Equal(AddressRules.Refusal(other, Own, []), AddressRules.Refusal(other, Own, [network]));
        }
    }

    // Half of them from the neighbourhood of the closed blocks, where mistakes are.
    private static IPAddress Ipv4(Random random)
    {
        byte[] first = [0, 9, 10, 11, 100, 126, 127, 128, 168, 169, 172, 192, 198, 203, 223, 224, 239, 240, 255];
        var bytes = new byte[4];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
            bytes[0] = first[random.Next(first.Length)];
        return new IPAddress(bytes);
    }

    private static byte[] Ipv6(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
            bytes[0] = new byte[] { 0, 0x20, 0x26, 0x2a, 0x3f, 0xfc, 0xfd, 0xfe, 0xff }[random.Next(9)];
        if (random.Next(3) == 0)
            bytes.AsSpan(0, random.Next(13)).Clear();
        return bytes;
    }

    private static IPAddress Base(IPAddress address, out int bits)
    {
        bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        return address.IsIPv4MappedToIPv6 ? Plain(address, out bits) : address;

        static IPAddress Plain(IPAddress mapped, out int length)
        {
            length = 32;
            return mapped.MapToIPv4();
        }
    }
}
