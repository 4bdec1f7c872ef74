namespace Actors.Runtimes.Frames;

/// <summary>What a frame is; PROTOCOL.md has the tables.</summary>
public enum FrameKind : byte
{
    /// <summary>A request, to the worker.</summary>
    Request = 1,

    /// <summary>The answer to a request.</summary>
    Response = 2,

    /// <summary>A call of a service, from the worker.</summary>
    ApiCall = 3,

    /// <summary>The answer to an API call.</summary>
    ApiReply = 4,

    /// <summary>Finish and end, to the worker.</summary>
    Stop = 16,

    /// <summary>The worker is ready.</summary>
    Ready = 32,

    /// <summary>Lines that belong to no request.</summary>
    Log = 33,

    /// <summary>A module that the worker compiled.</summary>
    Bytecode = 34,

    /// <summary>A base zygote is ready.</summary>
    ZygoteReady = 64,

    /// <summary>Fork a worker, to the zygote.</summary>
    Spawn = 65,

    /// <summary>A worker was forked.</summary>
    Spawned = 66,

    /// <summary>A worker could not be forked.</summary>
    SpawnFailed = 67,

    /// <summary>The silo holds a pidfd of this child, to the zygote.</summary>
    Watched = 68,

    /// <summary>A child ended.</summary>
    Exited = 69,

    /// <summary>Send a child a signal, to the zygote.</summary>
    Kill = 70,
}
