using System.Net.Sockets;
using Actors.Runtimes.Frames;
using Actors.Runtimes.Native;

namespace Actors.Runtimes.VersionZygotes;

/// <summary>The reading end of a control connection that a version zygote has had in its hands: the kernel says of each piece which process sent it.</summary>
internal sealed class WitnessedStream : Stream
{
    private readonly Socket _socket;
    private int _required;

    /// <summary>From now on the sender of what comes is known.</summary>
    public WitnessedStream(Socket socket)
    {
        _socket = socket;
        MessageCalls.AskForCredentials(socket);
    }

    /// <summary>The process that sent the last piece; 0 when the kernel does not say.</summary>
    public int Pid { get; private set; }

    /// <summary>The user of the process that sent the last piece.</summary>
    public int Uid { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on nobody else may send.</summary>
    public void Require(int pid) => _required = pid;

    /// <exception cref="FrameException">Another process sent it than must.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            // No bytes: it returns when there are some.
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            (var count, Pid, Uid) = Receive(buffer.Span);
            if (count >= 0)
            {
                return count == 0 || _required == 0 || Pid == _required
                    ? count
                    : throw new FrameException($"Process {Pid} wrote to the control connection of process {_required}.");
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private (int Count, int Pid, int Uid) Receive(Span<byte> buffer)
    {
        try
        {
            return MessageCalls.Receive(_socket, buffer);
        }
        catch (SocketException failure)
        {
            throw new IOException("The control connection is broken.", failure);
        }
    }
}
