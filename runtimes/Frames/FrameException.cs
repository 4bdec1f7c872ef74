namespace Actors.Runtimes.Frames;

/// <summary>A frame breaks a rule of the protocol. Its sender is not answered.</summary>
public sealed class FrameException : Exception
{
    /// <summary>Creates the exception with one sentence for the log.</summary>
    public FrameException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with one sentence for the log and what caused it.</summary>
    public FrameException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
