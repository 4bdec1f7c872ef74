using System.Buffers.Binary;

namespace Actors.Runtimes.Tests.Sandbox;

/// <summary>Runs a seccomp program as the kernel does, on calls that are never made.</summary>
internal static class BpfMachine
{
    public const uint X64 = 0xC000003E;

    /// <summary>What the kernel would do with a system call.</summary>
    public static uint Run(byte[] program, uint number, ulong[] arguments, uint architecture = X64)
    {
        var data = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), architecture);
        for (var i = 0; i < arguments.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16 + (i * 8)), arguments[i]);
        uint accumulator = 0;
        for (var at = 0; ; at++)
        {
            var instruction = program.AsSpan(at * 8, 8);
            var operand = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            switch (BinaryPrimitives.ReadUInt16LittleEndian(instruction))
            {
                case 0x20: accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)operand)); break;
                case 0x54: accumulator &= operand; break;
                case 0x05: at += (int)operand; break;
                case 0x15: at += instruction[accumulator == operand ? 2 : 3]; break;
                case 0x25: at += instruction[accumulator > operand ? 2 : 3]; break;
                case 0x35: at += instruction[accumulator >= operand ? 2 : 3]; break;
                case 0x45: at += instruction[(accumulator & operand) != 0 ? 2 : 3]; break;
                case 0x06: return operand;
                case var code: throw new InvalidOperationException($"No instruction {code:x}.");
            }
        }
    }
}
