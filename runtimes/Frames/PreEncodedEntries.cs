namespace Actors.Runtimes.Frames;

/// <summary>Keys and values of the environ that are the same in every request of a version, encoded once.</summary>
public sealed class PreEncodedEntries
{
    private readonly byte[] _marshalled;

    /// <summary>Encodes the entries for one generation; values are Latin-1 as WSGI has them.</summary>
    public PreEncodedEntries(PythonGeneration generation, IEnumerable<KeyValuePair<string, string>> entries)
    {
        Generation = generation;
        using var writer = new MarshalWriter(generation);
        foreach (var (name, value) in entries)
        {
            writer.Interned(name);
            writer.Latin1(value);
        }

        _marshalled = writer.ToArray();
    }

    /// <summary>The generation they were encoded for.</summary>
    public PythonGeneration Generation { get; }

    /// <summary>The entries' marshal bytes.</summary>
    public ReadOnlySpan<byte> Marshalled => _marshalled;
}
