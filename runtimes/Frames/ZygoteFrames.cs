namespace Actors.Runtimes.Frames;

/// <summary>A zygote is ready.</summary>
/// <param name="Python">Its version, such as <c>3.11.2</c>.</param>
/// <param name="Executable">Where its interpreter lies.</param>
/// <param name="Modules">How many modules it has imported.</param>
/// <param name="Pid">Its process id.</param>
public sealed record ZygoteReadyFrame(string Python, string Executable, int Modules, int Pid)
{
    /// <summary>Reads the body of a ZYGOTE_READY frame.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static ZygoteReadyFrame Read(ReadOnlySpan<byte> body)
    {
        var frame = new ZygoteReadyFrame("", "", 0, 0);
        var reader = new MarshalReader(body);
        reader.EnterDictionary();
        while (reader.NextEntry())
        {
            switch (reader.Text())
            {
                case "python": frame = frame with { Python = reader.Text() }; break;
                case "executable": frame = frame with { Executable = reader.Text() }; break;
                case "modules": frame = frame with { Modules = reader.Int() }; break;
                case "pid": frame = frame with { Pid = reader.Int() }; break;
                default: reader.Skip(); break;
            }
        }

        reader.End();
        return frame;
    }
}

/// <summary>The wish for a worker.</summary>
/// <param name="Id">Names the spawn in all that follows.</param>
/// <param name="Socket">The silo's listening socket.</param>
/// <param name="Lifeline">The FIFO whose only writer is the silo.</param>
/// <param name="Connections">How many request connections the worker gets.</param>
/// <param name="Uid">The worker's user, or -1 to keep the silo's.</param>
/// <param name="Gid">The worker's group, or -1 to keep the silo's.</param>
/// <param name="Temp">The worker's temp directory on disk, or empty.</param>
/// <param name="Start">A marshalled dictionary that only the child reads; that of no app for a spare, which gets an app's with START.</param>
public sealed record SpawnFrame(long Id, string Socket, string Lifeline, int Connections, int Uid, int Gid, string Temp, ReadOnlyMemory<byte> Start)
{
    /// <summary>The spawn of the version zygote that is to fork the worker; 0, the default, for the base zygote itself.</summary>
    public long Through { get; init; }

    /// <summary>How many request connections the workers of the version zygote get that is asked for; 0, the default, when a worker is asked for.</summary>
    public int VersionZygote { get; init; }

    /// <summary>Whether the child is to rehearse with Start, and to wait for another.</summary>
    public bool IsSpare { get; init; }

    /// <summary>The body of the SPAWN frame.</summary>
    public byte[] ToFrame(PythonGeneration generation)
    {
        using var writer = new MarshalWriter(generation, Start.Length + 512);
        writer.BeginDictionary();
        writer.Interned("id");
        writer.Integer(Id);
        writer.Interned("socket");
        writer.Text(Socket);
        writer.Interned("lifeline");
        writer.Text(Lifeline);
        writer.Interned("connections");
        writer.Integer(Connections);
        writer.Interned("uid");
        writer.Integer(Uid);
        writer.Interned("gid");
        writer.Integer(Gid);
        writer.Interned("temp");
        writer.Text(Temp);
        if (Through > 0)
        {
            writer.Interned("through");
            writer.Integer(Through);
        }

        if (VersionZygote > 0)
        {
            writer.Interned("version_zygote");
            writer.Integer(VersionZygote);
        }

        writer.Interned(IsSpare ? "rehearsal" : "start");
        writer.Bytes(Start.Span);
        writer.EndDictionary();
        return writer.ToArray();
    }
}

/// <summary>A worker was forked, or its descriptors were handed to a version zygote.</summary>
/// <param name="Id">The spawn.</param>
/// <param name="Pid">The worker's process id; not reaped before the zygote hears that it is watched. 0 when a version zygote is to fork it.</param>
/// <param name="ConnectMicroseconds">Time for lifeline and connections.</param>
/// <param name="ForkMicroseconds">Time for the fork.</param>
public sealed record SpawnedFrame(long Id, int Pid, long ConnectMicroseconds, long ForkMicroseconds)
{
    /// <summary>Reads the body of a SPAWNED frame.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static SpawnedFrame Read(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(4);
        var frame = new SpawnedFrame(reader.Integer(), reader.Int(), reader.Integer(), reader.Integer());
        reader.End();
        return frame;
    }
}

/// <summary>A worker could not be forked.</summary>
/// <param name="Id">The spawn.</param>
/// <param name="Step">The step that failed: <c>connect</c> or <c>fork</c>.</param>
/// <param name="Text">The zygote's own words.</param>
public sealed record SpawnFailedFrame(long Id, string Step, string Text)
{
    /// <summary>Reads the body of a SPAWN_FAILED frame.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static SpawnFailedFrame Read(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(3);
        var frame = new SpawnFailedFrame(reader.Integer(), reader.Text(), reader.Text());
        reader.End();
        return frame;
    }
}

/// <summary>A child of a zygote ended and was reaped.</summary>
/// <param name="Id">The spawn.</param>
/// <param name="Pid">The process id it had.</param>
/// <param name="Status">Its status as wait(2) returns it.</param>
public sealed record ExitedFrame(long Id, int Pid, int Status)
{
    /// <summary>Reads the body of an EXITED frame.</summary>
    /// <exception cref="FrameException">The body breaks a rule of the protocol.</exception>
    public static ExitedFrame Read(ReadOnlySpan<byte> body)
    {
        var reader = new MarshalReader(body);
        reader.EnterTuple(3);
        var frame = new ExitedFrame(reader.Integer(), reader.Int(), reader.Int());
        reader.End();
        return frame;
    }
}
