using System.Net;
using System.Text;
using Actors.Gateway.Geography;
using Microsoft.Extensions.Logging.Abstractions;
using static Actors.Gateway.Tests.Geography.MaxMindBuilder;

namespace Actors.Gateway.Tests.Geography;

/// <summary>Where clients are, from files in MaxMind's format.</summary>
public sealed class PlacesTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    public static TheoryData<int, bool> Forms => new() { { 24, true }, { 28, true }, { 32, true }, { 24, false }, { 28, false }, { 32, false } };

    [Theory]
    [MemberData(nameof(Forms))]
    public void An_address_has_the_place_of_its_network(int recordBits, bool isIPv6)
    {
        var builder = new MaxMindBuilder(recordBits, isIPv6);
        var names = builder.Write(new Dictionary<string, object> { ["de"] = "Bergblick", ["en"] = "Mountain View" });
        var us = builder.Write(new Dictionary<string, object> { ["geoname_id"] = 1, ["iso_code"] = "US", ["is_in_european_union"] = false });
        builder.Add("198.51.100.0/24", builder.Write(new Dictionary<string, object>
        {
            ["continent"] = new Dictionary<string, object> { ["code"] = "NA" },
            ["city"] = new Dictionary<string, object> { ["geoname_id"] = 5, ["names"] = new Pointer(names) },
            ["country"] = new Pointer(us),
            ["location"] = new Dictionary<string, object> { ["latitude"] = 37.386051, ["longitude"] = -122.083851, ["time_zone"] = "America/Los_Angeles" },
            ["subdivisions"] = new List<object> { new Dictionary<string, object> { ["iso_code"] = "CA" }, new Dictionary<string, object> { ["iso_code"] = "XX" } },
        }));
        builder.Add("203.0.113.128/25", builder.Write(new Dictionary<string, object> { ["registered_country"] = new Pointer(us), ["location"] = new Dictionary<string, object> { ["latitude"] = 1.5f, ["longitude"] = 2 } }));
        if (isIPv6)
            builder.Add("2001:db8::/32", builder.Write(new Dictionary<string, object> { ["country"] = new Dictionary<string, object> { ["iso_code"] = "de" } }));

        var places = Open(builder.Build());

        Assert.Equal(("US", "ca", "mountain view", "37.386051,-122.083851"), Shown(places, "198.51.100.77"));
        Assert.Equal(("US", "ca", "mountain view", "37.386051,-122.083851"), Shown(places, "::ffff:198.51.100.77"));
        Assert.Equal(("US", "?", "?", "1.500000,2.000000"), Shown(places, "203.0.113.200"));
        Assert.Equal(("ZZ", "?", "?", "0.000000,0.000000"), Shown(places, "203.0.113.1"));
        Assert.Equal(("ZZ", "?", "?", "0.000000,0.000000"), Shown(places, "127.0.0.1"));
        Assert.Equal((isIPv6 ? "DE" : "ZZ", "?", "?", "0.000000,0.000000"), Shown(places, "2001:db8::1"));
        Assert.Same(places.Of(IPAddress.Parse("198.51.100.1")), places.Of(IPAddress.Parse("198.51.100.2")));
    }

    [Fact]
    public void Long_texts_far_pointers_and_many_entries_are_read()
    {
        var builder = new MaxMindBuilder(32, true);
        foreach (var length in (int[])[28, 29, 284, 285, 65_820, 65_821, 600_000])
            builder.Write(new string('x', length));
        var code = builder.Write("FR");
        var country = builder.Write(Enumerable.Range(0, 400).ToDictionary(i => $"key{i}", i => (object)i).Append(new("iso_code", new Pointer(code))).ToDictionary());
        builder.Add("10.0.0.0/8", builder.Write(new Dictionary<string, object> { ["country"] = new Pointer(country) }));

        Assert.Equal("FR", Shown(Open(builder.Build()), "10.1.2.3").Country);
    }

    [Theory]
    [InlineData("USA", null, null, 91.0, 0.0)]
    [InlineData("1\r", "\r\n", "a\r\nb", 0.0, -181.0)]
    [InlineData("", "", "", double.NaN, 0.0)]
    [InlineData("\u00e9\u00e9", "caf\u00e9", "\0", double.PositiveInfinity, double.NegativeInfinity)]
    public void What_does_not_fit_into_a_header_is_unknown(string country, string? region, string? city, double latitude, double longitude)
    {
        var place = new Place(country, region, city, latitude, longitude);

        Assert.Equal(("ZZ", "?", "?", "0.000000,0.000000"), (place.Country, place.Region, place.City, place.LatLong));
    }

    [Fact]
    public async Task The_app_is_told()
    {
        var builder = new MaxMindBuilder(28, true);
        builder.Add("198.51.100.0/24", builder.Write(new Dictionary<string, object>
        {
            ["country"] = new Dictionary<string, object> { ["iso_code"] = "BR" },
            ["city"] = new Dictionary<string, object> { ["names"] = new Dictionary<string, object> { ["en"] = "S\u00e3o Paulo" } },
        }));
        File.WriteAllBytes(_path, builder.Build());
        await using var gateway = await GatewayEnvironment.StartAsync(configure: options => (options.GeographyFile, options.TrustedProxies) = (_path, ["127.0.0.1"]));

        await gateway.GetAsync("/", "X-Forwarded-For: 198.51.100.9");

        var environ = Assert.Single(gateway.Dispatched).Environ;
        Assert.Equal(("BR", "?"), (environ["HTTP_X_APPENGINE_COUNTRY"], environ["HTTP_X_APPENGINE_REGION"]));
        Assert.Equal("s\u00e3o paulo", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(environ["HTTP_X_APPENGINE_CITY"])));
    }

    [Fact]
    public void Broken_files_are_refused_with_a_sentence()
    {
        byte[][] broken = [[], new byte[1000], [0xab, 0xcd, 0xef, .. "MaxMind.com"u8], new MaxMindBuilder(24, true).Build(Metadata(3, 1, 24, 6)), new MaxMindBuilder(24, true).Build(Metadata(2, 1_000_000, 24, 6)),
            new MaxMindBuilder(24, true).Build(Metadata(2, 1, 25, 6)), new MaxMindBuilder(24, true).Build(Metadata(2, 1, 24, 5)), new MaxMindBuilder(24, true).Build(Metadata(2, 0, 24, 6))];

        foreach (var content in broken)
        {
            var refused = Assert.Throws<InvalidOperationException>(() => Open(content));
            Assert.StartsWith($"Gateway:GeographyFile is \"{_path}\", which cannot be used: ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Traps_in_the_data_are_unknown_places_not_endless_ones()
    {
        object[] traps =
        [
            new Raw(0x20, 0x00), // a pointer to itself
            new Raw(0xE1, 0x20, 0x00, 0x40), // a map whose key points back at the map
            new Raw(0xFF, 0xFF, 0xFF, 0xFF), // a map of 16 million entries
            new Raw(0x1F, 0x04, 0xFF, 0xFF, 0xFF), // an array of as many
            new Raw(0x5F, 0xFF, 0xFF, 0xFF), // a text longer than the file
            new Raw(0x38, 0xFF, 0xFF, 0xFF, 0xFF), // a pointer out of the file
            new Raw(0x00, 0xFF), // a type that is none
            new Raw([0xE1, 0x41, (byte)'a', .. Enumerable.Repeat((byte[])[0x01, 0x04], 100).SelectMany(each => each)]), // arrays in arrays
        ];
        foreach (var trap in traps)
        {
            var builder = new MaxMindBuilder(24, false);
            builder.Add("10.0.0.0/8", builder.Write(trap));

            Assert.Equal("ZZ", Shown(Open(builder.Build()), "10.0.0.1").Country);
        }
    }

    [Fact]
    public void A_file_with_any_bytes_changed_gives_places_or_refuses()
    {
        var builder = new MaxMindBuilder(24, true);
        var us = builder.Write(new Dictionary<string, object> { ["iso_code"] = "US" });
        builder.Add("0.0.0.0/1", builder.Write(new Dictionary<string, object>
        {
            ["country"] = new Pointer(us), ["subdivisions"] = new List<object> { new Dictionary<string, object> { ["iso_code"] = "CA" } },
            ["location"] = new Dictionary<string, object> { ["latitude"] = 37.386051, ["longitude"] = -122.083851 },
        }));
        var good = builder.Build();
        var random = new Random(13);
        for (var round = 0; round < 20_000; round++)
        {
            var content = (byte[])good.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                content[random.Next(content.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                content = content[random.Next(content.Length)..];
            MaxMindFile file;
            try
            {
                file = new MaxMindFile(content);
            }
            catch (GeographyFormatException)
            {
                continue;
            }

            foreach (var address in (string[])["10.0.0.1", "203.0.113.1", "2001:db8::1"])
            {
                var place = Places.Over(file, NullLogger<Places>.Instance).Of(IPAddress.Parse(address));
                Assert.Matches("^[A-Z]{2}$", place.Country);
                Assert.Matches(@"^-?\d+\.\d{6},-?\d+\.\d{6}$", place.LatLong);
            }
        }
    }

    private Places Open(byte[] content)
    {
        File.WriteAllBytes(_path, content);
        return Places.Open(_path, NullLogger<Places>.Instance);
    }

    private static (string Country, string Region, string City, string LatLong) Shown(Places places, string address)
    {
        var place = places.Of(IPAddress.Parse(address));
        return (place.Country, place.Region, place.City, place.LatLong);
    }

    private static Dictionary<string, object> Metadata(int version, int nodes, int bits, int family) =>
        new() { ["binary_format_major_version"] = version, ["node_count"] = nodes, ["record_size"] = bits, ["ip_version"] = family };
}
