using System.Buffers;

namespace Actors.Gateway.Logging;

/// <summary>Writes requests as lines. Used by one writer at a time; whatever a client or an app says ends up inside a line, never as one.</summary>
internal interface IRequestFormat
{
    /// <summary>Writes one request and what the app logged during it; ends with a line feed.</summary>
    void Write(RequestRecord record, IBufferWriter<byte> to);

    /// <summary>Writes how many requests the log had to leave out.</summary>
    void WriteDropped(long dropped, DateTimeOffset time, IBufferWriter<byte> to);
}
