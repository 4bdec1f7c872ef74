using System.Buffers.Binary;

namespace Actors.Runtimes.Sandbox.Seccomp;

/// <summary>The instructions that go before libseccomp's: each decides, or goes on to the next. Jumps are relative, so programs can be joined.</summary>
internal sealed class BpfProgram
{
    private const ushort LoadWord = 0x20, JumpEqual = 0x15, JumpGreaterEqual = 0x35, JumpBits = 0x45, Return = 0x06;
    private readonly List<(ushort Code, byte True, byte False, uint Operand)> _instructions = [];

    /// <summary>Looks at 32 bits of the call's data.</summary>
    public void Load(int offset) => _instructions.Add((LoadWord, 0, 0, (uint)offset));

    /// <summary>Decides unless what was loaded is this.</summary>
    public void UnlessEqual(uint value, uint action)
    {
        _instructions.Add((JumpEqual, 1, 0, value));
        Decide(action);
    }

    /// <summary>Decides when what was loaded is at least this.</summary>
    public void IfAtLeast(uint value, uint action)
    {
        _instructions.Add((JumpGreaterEqual, 0, 1, value));
        Decide(action);
    }

    /// <summary>Decides when what was loaded is from the first to before the next; without end when that is 0.</summary>
    public void IfWithin(uint first, uint next, uint action)
    {
        if (next == 0)
        {
            IfAtLeast(first, action);
            return;
        }

        _instructions.Add((JumpGreaterEqual, 0, 2, first));
        _instructions.Add((JumpGreaterEqual, 1, 0, next));
        Decide(action);
    }

    /// <summary>Decides when it is this call and an argument has one of the flags. What was loaded is the number, before and after.</summary>
    public void IfFlags(int call, int argument, uint flags, uint action, int number)
    {
        _instructions.Add((JumpEqual, 0, 4, (uint)call));
        Load(argument);
        _instructions.Add((JumpBits, 0, 1, flags));
        Decide(action);
        Load(number);
    }

    /// <summary>struct sock_filter, one after the other.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[_instructions.Count * 8];
        for (var i = 0; i < _instructions.Count; i++)
        {
            var place = bytes.AsSpan(i * 8);
            var (code, whenTrue, whenFalse, operand) = _instructions[i];
            BinaryPrimitives.WriteUInt16LittleEndian(place, code);
            place[2] = whenTrue;
            place[3] = whenFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(place[4..], operand);
        }

        return bytes;
    }

    private void Decide(uint action) => _instructions.Add((Return, 0, 0, action));
}
