using System.Buffers;
using System.Globalization;

namespace Actors.Runtimes.Frames;

/// <summary>
/// Builds the body of a REQUEST frame: <c>(request_id, script, environ, body)</c>. Entries of the environ are added one by one, straight from
/// UTF-16, and need not be counted before. A key added twice has the last value.
/// </summary>
/// <example><code>
/// using var frame = new RequestFrameWriter(PythonGeneration.Python3, 17, "main.app");
/// frame.Add(RequestMethod, "GET");
/// frame.AddHeader("Accept-Language", "de");
/// byte[] request = frame.Finish(body);
/// </code></example>
public sealed class RequestFrameWriter : IDisposable
{
    private readonly MarshalWriter _writer;
    private bool _finished;

    /// <summary>Begins a request.</summary>
    /// <param name="generation">The version's Python generation.</param>
    /// <param name="requestId">Names the request in logs.</param>
    /// <param name="script"><c>main.app</c>, <c>main:app</c>, or a path for CGI.</param>
    public RequestFrameWriter(PythonGeneration generation, long requestId, ReadOnlySpan<char> script)
    {
        _writer = new MarshalWriter(generation, 4096);
        _writer.Tuple(4);
        _writer.Integer(requestId);
        _writer.Text(script);
        _writer.BeginDictionary();
    }

    /// <summary>The generation that is written for.</summary>
    public PythonGeneration Generation => _writer.Generation;

    /// <summary>Adds an entry; the value's characters stand for bytes (Latin-1).</summary>
    public void Add(PreEncodedKey key, ReadOnlySpan<char> value)
    {
        _writer.Raw(key.For(_writer.Generation));
        _writer.Latin1(value);
    }

    /// <summary>Adds an entry with a number, which WSGI has as text.</summary>
    public void Add(PreEncodedKey key, long value)
    {
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        Add(key, digits[..length]);
    }

    /// <summary>Adds an entry whose name may come from a client.</summary>
    public void Add(ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        _writer.Latin1(key);
        _writer.Latin1(value);
    }

    /// <summary>Adds a request header by its HTTP name: <c>Accept-Language</c> becomes <c>HTTP_ACCEPT_LANGUAGE</c>.</summary>
    /// <param name="name">The header's name; at most 512 characters.</param>
    /// <param name="value">Its value; Latin-1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The name is too long.</exception>
    public void AddHeader(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, 512, nameof(name));
        Span<char> key = stackalloc char[name.Length + 5];
        "HTTP_".CopyTo(key);
        name.ToUpperInvariant(key[5..]);
        key.Replace('-', '_');
        Add(key, value);
    }

    /// <summary>Adds entries that were encoded before.</summary>
    /// <exception cref="ArgumentException">They were encoded for the other generation.</exception>
    public void AddRaw(PreEncodedEntries entries)
    {
        if (entries.Generation != _writer.Generation)
        {
            throw new ArgumentException($"Entries for {entries.Generation} do not fit a frame for {_writer.Generation}.", nameof(entries));
        }

        _writer.Raw(entries.Marshalled);
    }

    /// <summary>Ends the environ and adds the request's body.</summary>
    /// <returns>The body of the frame, an array of its own.</returns>
    /// <exception cref="FrameException">It would be over <see cref="FrameHeader.MaxBody"/>.</exception>
    public byte[] Finish(ReadOnlySpan<byte> body)
    {
        var frame = FinishEnviron(body.Length);
        body.CopyTo(frame.AsSpan(frame.Length - body.Length));
        return frame;
    }

    /// <inheritdoc cref="Finish(ReadOnlySpan{byte})"/>
    public byte[] Finish(in ReadOnlySequence<byte> body)
    {
        var frame = FinishEnviron(body.Length);
        body.CopyTo(frame.AsSpan(frame.Length - (int)body.Length));
        return frame;
    }

    /// <summary>Returns the buffer to the pool.</summary>
    public void Dispose() => _writer.Dispose();

    private byte[] FinishEnviron(long bodyLength)
    {
        if (_finished)
        {
            throw new InvalidOperationException("The frame is finished already.");
        }

        _finished = true;
        _writer.EndDictionary();
        _writer.BytesHead(bodyLength);
        var head = _writer.Written;
        var frame = GC.AllocateUninitializedArray<byte>(head.Length + (int)bodyLength);
        head.CopyTo(frame);
        return frame;
    }
}
