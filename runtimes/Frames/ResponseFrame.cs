namespace Actors.Runtimes.Frames;

/// <summary>What a worker says about how a request went.</summary>
public enum ResponseError
{
    /// <summary>The app answered.</summary>
    None = 0,

    /// <summary>The app failed; the body is a traceback for the developer's eyes.</summary>
    AppFailure = 1,

    /// <summary>There is no such handler: 404 to the client.</summary>
    HandlerNotFound = 2,

    /// <summary>The app could not be loaded; the body is a traceback and the worker should be replaced.</summary>
    LoadFailure = 3,

    /// <summary>The app's response is over the limit of 32 MiB; the body says so for the developer's eyes.</summary>
    ResponseTooLarge = 4,

    /// <summary>The request's deadline ended it; the body is a traceback for the developer's eyes.</summary>
    Overdue = 5,
}

/// <summary>A response header as the app gave it. Not checked: the gateway decides what passes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; characters stand for bytes (Latin-1).</param>
public readonly record struct ResponseHeader(string Name, string Value);

/// <summary>How a response went, without what is in it.</summary>
/// <param name="Status">The HTTP status, 100 to 999.</param>
/// <param name="Error">What went wrong.</param>
public readonly record struct ResponseOutcome(int Status, ResponseError Error)
{
    /// <summary>Its client is answered with a 5xx status: the app failed, says so itself, or gave a status that there is not.</summary>
    public bool IsFailure => Error == ResponseError.None ? Status is < 200 or >= 500 : Error != ResponseError.HandlerNotFound;
}

/// <summary>A RESPONSE frame: <c>(status, headers, body, logs, error, cpu_us)</c>.</summary>
public sealed class ResponseFrame
{
    /// <summary>Most headers of a response.</summary>
    public const int MaxHeaders = 4096;

    private ResponseFrame(int status, ResponseHeader[] headers, ReadOnlyMemory<byte> body, IReadOnlyList<AppLogLine> logs, ResponseError error, long cpu)
    {
        Status = status;
        Headers = headers;
        Body = body;
        Logs = logs;
        Error = error;
        CpuMicroseconds = cpu;
    }

    /// <summary>The HTTP status, 100 to 999.</summary>
    public int Status { get; }

    /// <summary>The headers in the app's order.</summary>
    public IReadOnlyList<ResponseHeader> Headers { get; }

    /// <summary>The body: a slice of the frame, not a copy.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>What the app logged; empty when nothing.</summary>
    public IReadOnlyList<AppLogLine> Logs { get; }

    /// <summary>How it went.</summary>
    public ResponseError Error { get; }

    /// <summary>CPU time of the request's thread, in microseconds.</summary>
    public long CpuMicroseconds { get; }

    /// <summary>Checks the body of a RESPONSE frame, all of it, without making anything from it, and returns how it went.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static ResponseOutcome Examine(ReadOnlySpan<byte> frame)
    {
        var reader = new MarshalReader(frame);
        reader.EnterTuple(6);
        var status = ReadStatus(ref reader);
        for (var count = EnterHeaders(ref reader); count > 0; count--)
        {
            reader.EnterTuple(2);
            reader.StringBytes(out _);
            reader.StringBytes(out _);
            reader.Leave();
        }

        reader.Leave();
        reader.BytesRange();
        AppLogLine.ExamineList(ref reader);
        var error = ReadError(ref reader);
        reader.Integer();
        reader.End();
        return new ResponseOutcome(status, error);
    }

    /// <summary>Reads the body of a RESPONSE frame, which must not change as long as <see cref="Body"/> is in use.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static ResponseFrame Read(byte[] frame)
    {
        var reader = new MarshalReader(frame);
        reader.EnterTuple(6);
        var status = ReadStatus(ref reader);
        var headers = ReadHeaders(ref reader);
        var (offset, length) = reader.BytesRange();
        var logs = AppLogLine.ReadList(ref reader);
        var error = ReadError(ref reader);
        var cpu = reader.Integer();
        reader.End();
        return new ResponseFrame(status, headers, frame.AsMemory(offset, length), logs, error, Math.Max(cpu, 0));
    }

    private static int ReadStatus(ref MarshalReader reader)
    {
        var status = reader.Integer();
        return status is >= 100 and <= 999 ? (int)status : throw new FrameException($"A response has status {status}.");
    }

    private static ResponseError ReadError(ref MarshalReader reader)
    {
        var error = reader.Integer();
        return error is >= 0 and <= 5 ? (ResponseError)error : throw new FrameException($"A response has error {error}.");
    }

    private static int EnterHeaders(ref MarshalReader reader)
    {
        var count = reader.EnterSequence();
        return count <= MaxHeaders ? count : throw new FrameException($"A response has {count} headers; the limit is {MaxHeaders}.");
    }

    private static ResponseHeader[] ReadHeaders(ref MarshalReader reader)
    {
        var count = EnterHeaders(ref reader);
        var headers = new ResponseHeader[count];
        for (var i = 0; i < count; i++)
        {
            reader.EnterTuple(2);
            var name = HeaderName(reader.StringBytes(out var isText), isText);
            headers[i] = new ResponseHeader(name, reader.Latin1());
            reader.Leave();
        }

        reader.Leave();
        return headers;
    }

    // The names that nearly every response has need no new string.
    private static string HeaderName(ReadOnlySpan<byte> bytes, bool isText) => bytes.Length switch
    {
        8 when bytes.SequenceEqual("Location"u8) => "Location",
        10 when bytes.SequenceEqual("Set-Cookie"u8) => "Set-Cookie",
        12 when bytes.SequenceEqual("Content-Type"u8) => "Content-Type",
        12 when bytes.SequenceEqual("content-type"u8) => "content-type",
        13 when bytes.SequenceEqual("Cache-Control"u8) => "Cache-Control",
        14 when bytes.SequenceEqual("Content-Length"u8) => "Content-Length",
        14 when bytes.SequenceEqual("content-length"u8) => "content-length",
        _ => isText ? System.Text.Encoding.UTF8.GetString(bytes) : System.Text.Encoding.Latin1.GetString(bytes),
    };
}
