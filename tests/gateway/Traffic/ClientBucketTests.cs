using System.Net;
using Actors.Gateway.Routes;
using Actors.Grains;
using Microsoft.Extensions.Primitives;

namespace Actors.Gateway.Tests.Traffic;

public class ClientBucketTests
{
    [Theory]
    [InlineData("", -1)]
    [InlineData("GOOGAPPUID=0", 0)]
    [InlineData("GOOGAPPUID=7", 7)]
    [InlineData("a=b; GOOGAPPUID=999; c=d", 999)]
    [InlineData("GOOGAPPUID=1000", -1)]
    [InlineData("GOOGAPPUID=-1", -1)]
    [InlineData("GOOGAPPUID=", -1)]
    [InlineData("GOOGAPPUID", -1)]
    [InlineData("GOOGAPPUID=12x", -1)]
    [InlineData("GOOGAPPUID= 12", -1)]
    [InlineData("googappuid=12", -1)]
    [InlineData("XGOOGAPPUID=12", -1)]
    [InlineData("GOOGAPPUID2=12", -1)]
    [InlineData("GOOGAPPUID=x; GOOGAPPUID=5", 5)]
    [InlineData("GOOGAPPUID=3; GOOGAPPUID=5", 3)]
    [InlineData(";;;GOOGAPPUID=3", 3)]
    public void A_cookie_says_a_bucket_or_nothing(string cookie, int bucket) => Assert.Equal(bucket, ClientBucket.OfCookie(cookie));

    [Fact]
    public void A_cookie_may_be_in_any_of_several_lines() => Assert.Equal(42, ClientBucket.OfCookie(new StringValues(["a=b", "c=d; GOOGAPPUID=42"])));

    [Theory]
    [InlineData("192.0.2.1", 435)]
    [InlineData("192.0.2.2", 10)]
    [InlineData("2001:db8:1:2::1", 398)]
    public void An_address_has_the_same_bucket_for_ever(string address, int bucket) => Assert.Equal(bucket, ClientBucket.OfAddress(IPAddress.Parse(address), ClientBucket.SaltOf("shop", "default")));

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:aaaa:bbbb:cccc:dddd")] // one network, whose devices change the rest every day
    public void What_is_one_client_has_one_bucket(string one, string other) =>
        Assert.Equal(ClientBucket.OfAddress(IPAddress.Parse(one), 5), ClientBucket.OfAddress(IPAddress.Parse(other), 5));

    [Fact]
    public void Neighbouring_addresses_are_spread_evenly()
    {
        var counts = new int[10];
        for (var i = 0; i < 65536; i++)
            counts[ClientBucket.OfAddress(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]), ClientBucket.SaltOf("shop", "default")) / 100]++;
        Assert.All(counts, count => Assert.InRange(count, 6553 * 0.95, 6553 * 1.05));
    }

    [Fact]
    public void Who_is_in_the_first_tenth_of_one_service_is_not_therefore_in_that_of_another()
    {
        var both = 0;
        for (var i = 0; i < 10000; i++)
        {
            var address = new IPAddress([10, 1, (byte)(i >> 8), (byte)i]);
            both += ClientBucket.OfAddress(address, ClientBucket.SaltOf("shop", "default")) < 100 && ClientBucket.OfAddress(address, ClientBucket.SaltOf("shop", "api")) < 100 ? 1 : 0;
        }

        Assert.InRange(both, 60, 140);
    }

    [Fact]
    public void Finding_a_bucket_allocates_nothing()
    {
        var address = IPAddress.Parse("2001:db8::1");
        StringValues cookies = "a=b; GOOGAPPUID=17";
        Once();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Once();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Once()
        {
            ClientBucket.OfAddress(address, 1);
            ClientBucket.OfCookie(cookies);
        }
    }

    [Fact]
    public void An_apps_own_cookie_is_seen()
    {
        Assert.True(ClientBucket.IsSet(new StringValues(["a=b", "GOOGAPPUID=5; Path=/"])));
        Assert.False(ClientBucket.IsSet(new StringValues(["a=GOOGAPPUID=5", "GOOGAPPUIDX=5"])));
    }
}
