using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Actors.Gateway.Requests;

/// <summary>A request's body, whole: App Engine buffers it before an app sees anything. The memory is rented: dispose it when the frame is made.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly byte[]? _rented;
    private readonly int _length;

    private RequestBody(byte[]? rented, int length, BodyFault fault = BodyFault.None) => (_rented, _length, Fault) = (rented, length, fault);

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, _length);

    /// <summary>Why it was not read to its end.</summary>
    public BodyFault Fault { get; }

    /// <summary>The request may have a body at all; when not, nothing needs to be read.</summary>
    public static bool IsPossible(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    /// <summary>Reads it, into memory that grows with what has come.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="memory">Where it is counted; the request holds it until it ends. Null: the limit is small enough.</param>
    /// <exception cref="BadHttpRequestException">It is not as announced.</exception>
    public static async ValueTask<RequestBody> ReadAsync(Exchange exchange, int limit, BodyMemory? memory)
    {
        var context = exchange.Context;
        if (context.Request.ContentLength is 0)
            return default;
        if (context.Request.ContentLength > limit)
            return new RequestBody(null, 0, BodyFault.TooLarge);

        // Of a body whose length is not known one byte more is read, which tells whether it is over the limit.
        var most = (int?)context.Request.ContentLength ?? limit + 1;
        var rented = ArrayPool<byte>.Shared.Rent(Math.Min(most, BodyMemory.Small));
        try
        {
            var length = 0;
            while (true)
            {
                var read = await context.Request.Body.ReadAsync(rented.AsMemory(length, Math.Min(rented.Length, most) - length), context.RequestAborted);
                length += read;
                if (length > limit)
                    return Refuse(rented, BodyFault.TooLarge);
                if (read == 0 || length == context.Request.ContentLength)
                    break;
                if (length == rented.Length && !TryGrow(ref rented, most, exchange, memory))
                    return Refuse(rented, BodyFault.NoRoom);
            }

            return length == (context.Request.ContentLength ?? length) ? new RequestBody(rented, length) : throw new BadHttpRequestException("The body is shorter than announced.");
        }
        catch (Exception failure)
        {
            ArrayPool<byte>.Shared.Return(rented);
            if (failure is IOException { InnerException: OverflowException } broken)
                throw new BadHttpRequestException(broken.Message, broken); // A chunk says that it is longer than anything can be: Kestrel's error for chunks that are wrong in any other way.
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    // Fourfold, so that a body is copied a third more than once in all.
    private static bool TryGrow(ref byte[] rented, int most, Exchange exchange, BodyMemory? memory)
    {
        var size = (int)Math.Min(rented.Length * 4L, most);
        if (memory?.TryHold(exchange, size) == false)
            return false;
        var larger = ArrayPool<byte>.Shared.Rent(size);
        rented.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(rented);
        rented = larger;
        return true;
    }

    private static RequestBody Refuse(byte[] rented, BodyFault fault)
    {
        ArrayPool<byte>.Shared.Return(rented);
        return new RequestBody(null, 0, fault);
    }
}
