using System.Globalization;
using System.Text;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Workers;

namespace Actors.Gateway.Geography;

/// <summary>Where a client is, as the four headers of App Engine say it, encoded once for both generations. Immutable.</summary>
internal sealed class Place
{
    private static readonly PreEncodedKey[] Keys =
    [
        new("HTTP_X_APPENGINE_COUNTRY"), new("HTTP_X_APPENGINE_REGION"), new("HTTP_X_APPENGINE_CITY"), new("HTTP_X_APPENGINE_CITYLATLONG"),
    ];

    private readonly PreEncodedEntries _python27;
    private readonly PreEncodedEntries _python3;

    /// <summary>Makes the headers' values; what is null, or would not fit into a header, is the value for unknown.</summary>
    /// <param name="country">ISO 3166-1 alpha-2.</param>
    /// <param name="region">The subdivision's part of ISO 3166-2.</param>
    /// <param name="city">Its English name.</param>
    /// <param name="latitude">Degrees, -90 to 90.</param>
    /// <param name="longitude">Degrees, -180 to 180.</param>
    public Place(string? country, string? region, string? city, double? latitude, double? longitude)
    {
        Country = country is { Length: 2 } && char.IsAsciiLetter(country[0]) && char.IsAsciiLetter(country[1]) ? country.ToUpperInvariant() : "ZZ";
        Region = region is { Length: > 0 and <= 8 } && region.All(char.IsAsciiLetterOrDigit) ? region.ToLowerInvariant() : "?";
        City = city is { Length: > 0 and <= 200 } && !city.Any(char.IsControl) ? city.ToLowerInvariant() : "?";
        LatLong = latitude is >= -90 and <= 90 && longitude is >= -180 and <= 180
            ? string.Create(CultureInfo.InvariantCulture, $"{latitude:F6},{longitude:F6}") : "0.000000,0.000000";

        // A header is bytes: a name that is not ASCII goes as UTF-8, each byte one character, as a client's would.
        var entries = Keys.Select(static key => key.Name).Zip([Country, Region, Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(City)), LatLong], KeyValuePair.Create).ToArray();
        if (entries.All(UsualEnviron.Of(PythonGeneration.Python3).Contains))
            entries = []; // as the worker knows it
        _python27 = new PreEncodedEntries(PythonGeneration.Python27, entries);
        _python3 = new PreEncodedEntries(PythonGeneration.Python3, entries);
    }

    /// <summary>Nothing is known.</summary>
    public static Place Unknown { get; } = new(null, null, null, null, null);

    /// <summary>Upper case; <c>ZZ</c> when unknown.</summary>
    public string Country { get; }

    /// <summary>Lower case; <c>?</c> when unknown.</summary>
    public string Region { get; }

    /// <summary>Lower case; <c>?</c> when unknown.</summary>
    public string City { get; }

    /// <summary>Six decimals each; zeros when unknown.</summary>
    public string LatLong { get; }

    /// <summary>The environ's entries.</summary>
    public PreEncodedEntries For(PythonGeneration generation) => generation == PythonGeneration.Python27 ? _python27 : _python3;
}
