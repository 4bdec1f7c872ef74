namespace Actors.Runtimes.Frames;

/// <summary>A key of the WSGI environ, encoded once for both generations: adding it to a frame is one copy. Keep it in a static readonly field.</summary>
public sealed class PreEncodedKey
{
    private readonly byte[] _python27;
    private readonly byte[] _python3;

    /// <summary>Encodes a name that the project chose (not one that a client sent: Python interns it).</summary>
    public PreEncodedKey(string name)
    {
        Name = name;
        _python27 = Encode(PythonGeneration.Python27, name);
        _python3 = Encode(PythonGeneration.Python3, name);
    }

    /// <summary>The key as text.</summary>
    public string Name { get; }

    /// <summary>The key's marshal bytes.</summary>
    public ReadOnlySpan<byte> For(PythonGeneration generation) => generation == PythonGeneration.Python3 ? _python3 : _python27;

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static byte[] Encode(PythonGeneration generation, string name)
    {
        using var writer = new MarshalWriter(generation, 64);
        writer.Interned(name);
        return writer.ToArray();
    }
}
