using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Actors.Gateway.Requests;

/// <summary>A request's body, whole: App Engine buffers it before an app sees anything. The memory is rented: dispose it when the frame is made.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly byte[]? _rented;
    private readonly int _length;

    private RequestBody(byte[]? rented, int length, bool tooLarge = false) => (_rented, _length, TooLarge) = (rented, length, tooLarge);

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _rented.AsSpan(0, _length);

    /// <summary>It is over the limit: 413.</summary>
    public bool TooLarge { get; }

    /// <summary>The request may have a body at all; when not, nothing needs to be read.</summary>
    public static bool IsPossible(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? context.Request.ContentLength is not 0;

    /// <summary>Reads it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">Most bytes.</param>
    public static ValueTask<RequestBody> ReadAsync(HttpContext context, int limit) => context.Request.ContentLength switch
    {
        0 => default,
        { } length when length > limit => new(new RequestBody(null, 0, tooLarge: true)),
        { } length => ReadExactlyAsync(context, (int)length),
        null => ReadToEndAsync(context, limit),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
    }

    private static async ValueTask<RequestBody> ReadExactlyAsync(HttpContext context, int length)
    {
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await context.Request.Body.ReadExactlyAsync(rented.AsMemory(0, length), context.RequestAborted);
            return new RequestBody(rented, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }

    /// <exception cref="BadHttpRequestException">A chunk says that it is longer than anything can be.</exception>
    private static async ValueTask<RequestBody> ReadToEndAsync(HttpContext context, int limit)
    {
        var rented = ArrayPool<byte>.Shared.Rent(16 * 1024);
        var length = 0;
        try
        {
            while (true)
            {
                var read = await context.Request.Body.ReadAsync(rented.AsMemory(length), context.RequestAborted);
                if (read == 0)
                    return new RequestBody(rented, length);
                length += read;
                if (length > limit)
                {
                    ArrayPool<byte>.Shared.Return(rented);
                    return new RequestBody(null, 0, tooLarge: true);
                }

                if (length == rented.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(Math.Min(rented.Length * 2, limit + 1));
                    rented.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(rented);
                    rented = larger;
                }
            }
        }
        catch (IOException broken) when (broken.InnerException is OverflowException)
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw new BadHttpRequestException(broken.Message, broken); // Kestrel's error for chunks that are wrong in any other way.
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw;
        }
    }
}
