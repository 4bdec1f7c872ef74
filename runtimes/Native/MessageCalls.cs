using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Actors.Runtimes.Native;

/// <summary>Receiving with what the kernel says about the sender: SCM_CREDENTIALS of a Unix stream socket.</summary>
internal static unsafe partial class MessageCalls
{
    private const int SocketLevel = 1, PassCredentials = 16, Credentials = 2, DoNotWait = 0x40, CloseOnExec = 0x40000000, Rights = 1;

    /// <summary>From now on the kernel attaches the sender's credentials to what is sent to this socket.</summary>
    public static void AskForCredentials(Socket socket)
    {
        var on = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(on, 1);
        socket.SetRawSocketOption(SocketLevel, PassCredentials, on);
    }

    /// <summary>Receives what is there. Bytes of two senders never come together.</summary>
    /// <returns>How many bytes, -1 when there are none yet, 0 at the end; and who sent them, 0 when the kernel does not say.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public static (int Count, int Pid, int Uid) Receive(Socket socket, Span<byte> buffer)
    {
        const int Room = 256;
        var control = stackalloc byte[Room];
        fixed (byte* start = buffer)
        {
            var piece = new Piece { Start = start, Length = (nuint)buffer.Length };
            var message = new Message { Pieces = &piece, PieceCount = 1, Control = control, ControlLength = Room };
            var count = (int)ReceiveMessage(socket.SafeHandle, &message, DoNotWait | CloseOnExec);
            if (count < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error is NativeCalls.ErrnoAgain or NativeCalls.ErrnoInterrupted ? (-1, 0, 0) : throw new SocketException(error);
            }

            var (pid, uid) = Sender(new ReadOnlySpan<byte>(control, (int)message.ControlLength));
            return (count, pid, uid);
        }
    }

    // struct cmsghdr: length u64, level i32, type i32; then ucred: pid, uid, gid. Descriptors that somebody slipped in are closed.
    private static (int Pid, int Uid) Sender(ReadOnlySpan<byte> control)
    {
        const int Header = 16;
        var found = (0, 0);
        while (control.Length >= Header && BinaryPrimitives.ReadInt64LittleEndian(control) is >= Header and var length && length <= control.Length)
        {
            var content = control[Header..(int)length];
            var (level, type) = (BinaryPrimitives.ReadInt32LittleEndian(control[8..]), BinaryPrimitives.ReadInt32LittleEndian(control[12..]));
            if (level == SocketLevel && type == Credentials && content.Length >= 12)
            {
                found = (BinaryPrimitives.ReadInt32LittleEndian(content), BinaryPrimitives.ReadInt32LittleEndian(content[4..]));
            }

            for (; level == SocketLevel && type == Rights && content.Length >= 4; content = content[4..])
            {
                new Microsoft.Win32.SafeHandles.SafeFileHandle(BinaryPrimitives.ReadInt32LittleEndian(content), ownsHandle: true).Dispose();
            }

            control = control[Math.Min(((int)length + 7) & ~7, control.Length)..];
        }

        return found;
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(SafeSocketHandle socket, Message* message, int flags);

    private struct Piece
    {
        public byte* Start;
        public nuint Length;
    }

    private struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
