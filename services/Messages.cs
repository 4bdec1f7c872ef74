using Actors.Runtimes.Frames;
using Google.Protobuf;

namespace Actors.Services;

/// <summary>Between frames and protobuf messages.</summary>
internal static class Messages
{
    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidProtocolBufferException">It is not such a message.</exception>
    /// <exception cref="RpcErrorException">It lacks a field that is required.</exception>
    public static T Read<T>(this MessageParser<T> parser, ApiCall call)
        where T : class, IMessage<T>
    {
        var message = parser.ParseFrom(call.Request.Span);
        return message.IsInitialized()
            ? message
            : throw new RpcErrorException(RpcErrorCode.ParseError, $"The request of {call.Service}.{call.Method} lacks a field that is required.");
    }

    /// <summary>A call that worked.</summary>
    public static ApiReply ToReply(this IMessage message) => ApiReply.Ok(message.ToByteArray());
}
