using System.Runtime.InteropServices;
using Actors.Runtimes.Native;

namespace Actors.Runtimes.Sandbox.Seccomp;

/// <summary>
/// Makes the program that the kernel runs at each system call of a worker:
/// <code>
/// 1. another architecture, or x32         killed
/// 2. a number that libseccomp has no name for     ENOSYS
/// 3. opening to write, where nothing may be written   EROFS
/// 4. libseccomp's program: allowed, allowed with these arguments, EROFS, killed, and EPERM for the rest
/// </code>
/// </summary>
internal static unsafe class SeccompFilter
{
    private const uint KillProcess = 0x80000000;
    private const uint Allow = 0x7FFF0000;
    private const uint Refuse = 0x00050000;
    private const int NotPermitted = 1;
    private const int ReadOnlyFileSystem = 30;
    private const int NoSuchCall = 38;
    private const int MaskedEqual = 7;
    private const int BadArchitectureAction = 2;
    private const int Optimize = 8;

    /// <summary>The program, 8 bytes an instruction.</summary>
    /// <exception cref="IOException">libseccomp refuses.</exception>
    public static byte[] Build(SeccompProfile profile)
    {
        var filter = SeccompLibraryCalls.Init(Error(NotPermitted));
        if (filter == 0)
        {
            throw new IOException("libseccomp has no memory.");
        }

        try
        {
            Check(SeccompLibraryCalls.SetAttribute(filter, BadArchitectureAction, KillProcess), "bad architecture");
            _ = SeccompLibraryCalls.SetAttribute(filter, Optimize, 2); // A tree instead of a list; libseccomp before 2.5 has none.
            AddNames(filter, profile);
            foreach (var rule in ArgumentRules.Of(profile))
            {
                Add(filter, Allow, rule.Call, rule.Tests);
            }

            return [.. Preamble(profile), .. Export(filter)];
        }
        finally
        {
            SeccompLibraryCalls.Release(filter);
        }
    }

    /// <summary>Whether libseccomp has a number for this call here.</summary>
    public static bool Knows(string call) => SeccompLibraryCalls.Number(call) >= 0;

    private static void AddNames(nint filter, SeccompProfile profile)
    {
        AddAll(SystemCallNames.Allowed, Allow);
        AddAll(SystemCallNames.Outrageous, KillProcess);
        AddAll(SystemCallNames.Unknown, Error(NoSuchCall));
        AddAll(SystemCallNames.Writing, profile.Writes ? Allow : Error(ReadOnlyFileSystem));
        if (!profile.Writes)
        {
            AddAll([.. SystemCallNames.Attributes, .. SystemCallNames.Ownership], Error(ReadOnlyFileSystem));
        }
        else if (profile.ChangesAttributes)
        {
            AddAll(SystemCallNames.Attributes, Allow);
        }

        if (profile.Sockets)
        {
            AddAll(SystemCallNames.Sockets, Allow);
        }

        void AddAll(string[] names, uint action)
        {
            foreach (var name in names)
            {
                Add(filter, action, name, []);
            }
        }
    }

    private static void Add(nint filter, uint action, string name, ArgumentTest[] tests)
    {
        var number = SeccompLibraryCalls.Number(name);
        if (number < 0)
        {
            return; // Not on this architecture, or newer than libseccomp: then it is unknown, and answered so.
        }

        var comparisons = stackalloc SeccompLibraryCalls.Comparison[6];
        for (var i = 0; i < tests.Length; i++)
        {
            comparisons[i] = new() { Argument = tests[i].Argument, Operator = MaskedEqual, A = tests[i].Mask, B = tests[i].Value };
        }

        Check(SeccompLibraryCalls.AddRule(filter, action, number, (uint)tests.Length, comparisons), name);
    }

    private static byte[] Export(nint filter)
    {
        using var file = NativeCalls.MemoryFile("seccomp");
        Check(SeccompLibraryCalls.Export(filter, (int)file.DangerousGetHandle()), "export");
        var program = new byte[RandomAccess.GetLength(file)];
        return RandomAccess.Read(file, program, 0) == program.Length ? program : throw new IOException("libseccomp's program could not be read.");
    }

    // struct seccomp_data: nr at 0, arch at 4, args from 16, 8 bytes each, low half first on both architectures.
    private static byte[] Preamble(SeccompProfile profile)
    {
        const int Number = 0, Architecture = 4, Arguments = 16;
        const uint WriteFlags = 3 | 0x40 | 0x200 | 0x400000;
        var x64 = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;
        var program = new BpfProgram();
        program.Load(Architecture);
        program.UnlessEqual(x64 ? 0xC000003E : 0xC00000B7, KillProcess);
        program.Load(Number);
        if (x64)
        {
            program.IfAtLeast(0x40000000, KillProcess);
        }

        foreach (var (first, next) in UnknownNumbers())
        {
            program.IfWithin(first, next, Error(NoSuchCall));
        }

        if (!profile.Writes)
        {
            program.IfFlags(SeccompLibraryCalls.Number("openat"), Arguments + 16, WriteFlags, Error(ReadOnlyFileSystem), Number);
            if (SeccompLibraryCalls.Number("open") is >= 0 and var open)
            {
                program.IfFlags(open, Arguments + 8, WriteFlags, Error(ReadOnlyFileSystem), Number);
            }
        }

        return program.ToArray();
    }

    /// <summary>The numbers without a name, as ranges: from the first to the one before the next that has a name (0 for none).</summary>
    private static IEnumerable<(uint First, uint Next)> UnknownNumbers()
    {
        const uint Beyond = 1024;
        uint? first = null;
        for (uint number = 0; number < Beyond; number++)
        {
            var known = SeccompLibraryCalls.HasName((int)number);
            if (!known)
            {
                first ??= number;
            }
            else if (first is { } begin)
            {
                yield return (begin, number);
                first = null;
            }
        }

        yield return (first ?? Beyond, 0);
    }

    private static uint Error(int number) => Refuse | (uint)number;

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw new IOException($"libseccomp refused {what} (error {-result}).");
        }
    }
}
