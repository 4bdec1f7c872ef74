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

    /// <summary>A request's time is over, to the worker.</summary>
    Deadline = 17,

    /// <summary>Who are you? To a worker that a version zygote forked.</summary>
    Show = 18,

    /// <summary>Import these, to a version zygote.</summary>
    Preload = 19,

    /// <summary>Be the worker of this version, to a spare.</summary>
    Start = 20,

    /// <summary>The worker is ready.</summary>
    Ready = 32,

    /// <summary>Lines that belong to no request.</summary>
    Log = 33,

    /// <summary>A module that the worker compiled.</summary>
    Bytecode = 34,

    /// <summary>Modules that the worker loaded with its app.</summary>
    Modules = 35,

    /// <summary>The answer to SHOW; the kernel says who sent it.</summary>
    Shown = 36,

    /// <summary>A version zygote has imported what it was told to.</summary>
    Preloaded = 37,

    /// <summary>A base zygote is ready.</summary>
    ZygoteReady = 64,

    /// <summary>Fork a worker, to the zygote.</summary>
    Spawn = 65,

    /// <summary>A worker was forked.</summary>
    Spawned = 66,

    /// <summary>A worker could not be forked.</summary>
    SpawnFailed = 67,

    /// <summary>The silo holds a pidfd of this child, to the zygote; of this worker, to one that a version zygote forked.</summary>
    Watched = 68,

    /// <summary>A child ended.</summary>
    Exited = 69,

    /// <summary>Send a child a signal, to the zygote.</summary>
    Kill = 70,

    /// <summary>What workers are locked down with, to the zygote; the first frame.</summary>
    Sandbox = 71,

    /// <summary>The zygote has prepared it.</summary>
    Prepared = 72,
}
