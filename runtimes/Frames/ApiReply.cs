namespace Actors.Runtimes.Frames;

/// <summary>How a service call went.</summary>
public enum ApiOutcome
{
    /// <summary>It worked.</summary>
    Ok = 0,

    /// <summary>The service refused; the code is one of its own.</summary>
    ApplicationError = 1,

    /// <summary>The call itself failed; the code is one of the envelope's.</summary>
    RpcError = 2,
}

/// <summary>The answer to an <see cref="ApiCall"/>.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Code">The error's number; 0 when it worked.</param>
/// <param name="Detail">A sentence about the error; empty when it worked.</param>
/// <param name="Response">The protobuf message; empty on an error.</param>
public sealed record ApiReply(ApiOutcome Outcome, int Code, string Detail, ReadOnlyMemory<byte> Response)
{
    /// <summary>A call that worked.</summary>
    public static ApiReply Ok(ReadOnlyMemory<byte> response) => new(ApiOutcome.Ok, 0, "", response);

    /// <summary>A call that the service refused.</summary>
    public static ApiReply ApplicationError(int code, string detail) => new(ApiOutcome.ApplicationError, code, detail, default);

    /// <summary>A call that failed before or beside the service.</summary>
    public static ApiReply RpcError(int code, string detail) => new(ApiOutcome.RpcError, code, detail, default);

    /// <summary>The body of the API_REPLY frame.</summary>
    /// <exception cref="FrameException">It would be over <see cref="FrameHeader.MaxBody"/>.</exception>
    public byte[] ToFrame(PythonGeneration generation, long callId)
    {
        using var writer = new MarshalWriter(generation, Response.Length + 256);
        writer.Tuple(5);
        writer.Integer(callId);
        writer.Integer((int)Outcome);
        writer.Integer(Code);
        writer.Text(Detail);
        writer.Bytes(Response.Span);
        return writer.ToArray();
    }
}
