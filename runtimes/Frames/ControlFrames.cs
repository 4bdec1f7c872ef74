namespace Actors.Runtimes.Frames;

/// <summary>Small bodies that the silo writes, and the worker's word that it is ready.</summary>
public static class ControlFrames
{
    /// <summary>The body of a WATCHED frame.</summary>
    public static byte[] Watched(PythonGeneration generation, long id) => Numbers(generation, id);

    /// <summary>The body of a KILL frame.</summary>
    public static byte[] Kill(PythonGeneration generation, long id, int signal) => Numbers(generation, id, signal);

    /// <summary>The body of a STOP frame; the grace is rounded to milliseconds.</summary>
    public static byte[] Stop(PythonGeneration generation, TimeSpan grace) => Numbers(generation, (long)grace.TotalMilliseconds);

    /// <summary>The body of a DEADLINE frame.</summary>
    /// <param name="generation">The worker's.</param>
    /// <param name="connection">The request connection's index, from 1.</param>
    /// <param name="number">Which request on it, from 1.</param>
    public static byte[] Deadline(PythonGeneration generation, int connection, long number) => Numbers(generation, connection, number);

    /// <summary>The body of a SHOW frame.</summary>
    public static byte[] Show(PythonGeneration generation, int number) => Numbers(generation, number);

    /// <summary>Reads the body of a SHOWN frame: the number of the SHOW that it answers.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static long ReadShown(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(1);
        var number = reader.Integer();
        reader.End();
        return number;
    }

    /// <summary>The body of a START frame: as in SPAWN, for a process that was forked without them.</summary>
    public static byte[] Start(PythonGeneration generation, int connections, int uid, string temp, ReadOnlySpan<byte> start)
    {
        using var writer = new MarshalWriter(generation, start.Length + 512);
        writer.BeginDictionary();
        writer.Interned("connections");
        writer.Integer(connections);
        writer.Interned("uid");
        writer.Integer(uid);
        writer.Interned("gid");
        writer.Integer(uid);
        writer.Interned("temp");
        writer.Text(temp);
        writer.Interned("start");
        writer.Bytes(start);
        writer.EndDictionary();
        return writer.ToArray();
    }

    /// <summary>The body of a PRELOAD frame: the app's code tree, directories to import from, names of modules.</summary>
    public static byte[] Preload(PythonGeneration generation, string codeTree, IReadOnlyList<string> homes, IReadOnlyList<string> names)
    {
        using var writer = new MarshalWriter(generation, 4096);
        writer.Tuple(3);
        writer.Text(codeTree);
        foreach (var texts in (IReadOnlyList<string>[])[homes, names])
        {
            writer.Tuple(texts.Count);
            foreach (var text in texts)
            {
                writer.Text(text);
            }
        }

        return writer.ToArray();
    }

    /// <summary>Reads the body of a PRELOADED frame: how many modules are there, and why they are not to be used, or empty.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static (int Modules, string Reason) ReadPreloaded(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(2);
        var read = (reader.Int(), reader.Text());
        reader.Leave();
        reader.End();
        return read;
    }

    /// <summary>Reads the body of a MODULES frame: names of modules and where they came from, which nobody has looked at yet.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static IReadOnlyList<(string Name, string File)> ReadModules(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        var modules = new List<(string Name, string File)>();
        for (var count = reader.EnterSequence(); count > 0; count--)
        {
            reader.EnterTuple(2);
            modules.Add((reader.Text(), reader.Text()));
            reader.Leave();
        }

        reader.Leave();
        reader.End();
        return modules;
    }

    /// <summary>Whether a zygote's workers get mounts of their own: the body of a PREPARED frame.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static bool ReadPrepared(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(1);
        var mounts = reader.Boolean();
        reader.End();
        return mounts;
    }

    /// <summary>Reads the body of a READY frame: the worker's steps, and the layers that it is locked down with.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static (IReadOnlyList<(string Step, long Microseconds)> Steps, IReadOnlyList<string> Layers) ReadReady(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(2);
        var steps = new List<(string Step, long Microseconds)>();
        for (var count = reader.EnterSequence(); count > 0; count--)
        {
            reader.EnterTuple(2);
            steps.Add((reader.Text(), Math.Max(reader.Integer(), 0)));
            reader.Leave();
        }

        reader.Leave();
        var layers = new List<string>();
        for (var count = reader.EnterSequence(); count > 0; count--)
        {
            layers.Add(reader.Text());
        }

        reader.Leave();
        reader.Leave();
        reader.End();
        return (steps, layers);
    }

    /// <summary>Reads the body of a BYTECODE frame: a name that nobody has looked at yet, and compiled code.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static (string Name, byte[] Code) ReadBytecode(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(2);
        var name = reader.Text();
        var code = reader.StringBytes(out _).ToArray();
        reader.Leave();
        reader.End();
        return (name, code);
    }

    private static byte[] Numbers(PythonGeneration generation, params ReadOnlySpan<long> numbers)
    {
        using var writer = new MarshalWriter(generation, 64);
        writer.Tuple(numbers.Length);
        foreach (var number in numbers)
        {
            writer.Integer(number);
        }

        return writer.ToArray();
    }
}
