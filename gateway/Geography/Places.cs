using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace Actors.Gateway.Geography;

/// <summary>Says where clients are: from a MaxMind DB file with cities or countries, otherwise nobody knows.</summary>
internal sealed class Places
{
    /// <summary>Places that are kept encoded; those of further clients are made anew for each request.</summary>
    private const int MaxKept = 10_000;

    private readonly MaxMindFile? _file;
    private readonly ConcurrentDictionary<int, Place> _kept = new();
    private readonly GeographyLog _log;
    private int _keptCount; // asking the dictionary would lock it
    private int _isBrokenSaid;

    private Places(MaxMindFile? file, ILogger logger) => (_file, _log) = (file, new GeographyLog(logger));

    /// <summary>Reads the file, if there is one to read.</summary>
    /// <param name="path">A MaxMind DB file, or empty.</param>
    /// <param name="logger">For what turns out to be broken later.</param>
    /// <exception cref="InvalidOperationException">It cannot be read, or is no such file; the message is a sentence for the operator.</exception>
    public static Places Open(string path, ILogger<Places> logger)
    {
        if (path.Length == 0)
            return new Places(null, logger);
        try
        {
            if (new FileInfo(path).Length > MaxMindFile.MaxLength)
                throw new GeographyFormatException($"It has more than {MaxMindFile.MaxLength} bytes.");
            return new Places(new MaxMindFile(File.ReadAllBytes(path)), logger);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or GeographyFormatException)
        {
            throw new InvalidOperationException($"Gateway:GeographyFile is \"{path}\", which cannot be used: {failure.Message} Name a city or country database in MaxMind's format, or leave it empty.", failure);
        }
    }

    /// <summary>Asks a file that has been read.</summary>
    public static Places Over(MaxMindFile file, ILogger<Places> logger) => new(file, logger);

    /// <summary>Where a client is.</summary>
    public Place Of(IPAddress? address)
    {
        if (_file is null || address is null)
            return Place.Unknown;
        try
        {
            var entry = _file.Find(address);
            if (entry == MaxMindReader.None)
                return Place.Unknown;
            if (_kept.TryGetValue(entry, out var known))
                return known;
            var place = Read(_file.Data, entry);
            if (Volatile.Read(ref _keptCount) < MaxKept && _kept.TryAdd(entry, place))
                Interlocked.Increment(ref _keptCount);
            return place;
        }
        catch (GeographyFormatException broken)
        {
            if (Interlocked.Exchange(ref _isBrokenSaid, 1) == 0)
                _log.Broken(broken.Message);
            return Place.Unknown;
        }
    }

    private static Place Read(MaxMindReader data, int entry)
    {
        var country = data.Text(data.Find(data.Find(entry, "country"u8), "iso_code"u8)) ?? data.Text(data.Find(data.Find(entry, "registered_country"u8), "iso_code"u8));
        var region = data.Text(data.Find(data.First(data.Find(entry, "subdivisions"u8)), "iso_code"u8));
        var city = data.Text(data.Find(data.Find(data.Find(entry, "city"u8), "names"u8), "en"u8));
        var location = data.Find(entry, "location"u8);
        return new Place(country, region, city, data.Number(data.Find(location, "latitude"u8)), data.Number(data.Find(location, "longitude"u8)));
    }
}
