namespace Actors.Runtimes.Frames;

/// <summary>A service call of an app.</summary>
/// <param name="CallId">Unique within the connection while the call runs.</param>
/// <param name="Service">Such as <c>memcache</c>.</param>
/// <param name="Method">Such as <c>Get</c>.</param>
/// <param name="Request">The protobuf message; a slice of the frame.</param>
/// <param name="DeadlineMilliseconds">How long the app waits, at least 0.</param>
public sealed record ApiCall(long CallId, string Service, string Method, ReadOnlyMemory<byte> Request, long DeadlineMilliseconds)
{
    /// <summary>Reads the body of an API_CALL frame, which must not change as long as <see cref="Request"/> is in use.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static ApiCall Read(byte[] frame)
    {
        var reader = new MarshalReader(frame);
        reader.EnterTuple(5);
        var callId = reader.Integer();
        var service = reader.Text();
        var method = reader.Text();
        var (offset, length) = reader.BytesRange();
        var deadline = reader.Integer();
        reader.End();
        return new ApiCall(callId, service, method, frame.AsMemory(offset, length), Math.Max(deadline, 0));
    }
}
