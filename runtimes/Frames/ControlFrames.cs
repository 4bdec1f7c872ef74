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

    /// <summary>Reads the body of a READY frame: the child's steps and how many microseconds each took.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static IReadOnlyList<(string Step, long Microseconds)> ReadReady(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        var steps = new List<(string Step, long Microseconds)>();
        for (var count = reader.EnterSequence(); count > 0; count--)
        {
            reader.EnterTuple(2);
            steps.Add((reader.Text(), Math.Max(reader.Integer(), 0)));
            reader.Leave();
        }

        reader.Leave();
        reader.End();
        return steps;
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
