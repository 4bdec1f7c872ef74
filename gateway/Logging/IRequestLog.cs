namespace Actors.Gateway.Logging;

/// <summary>Takes note of requests. Called at the end of each, so it must neither block nor throw.</summary>
public interface IRequestLog
{
    /// <summary>Notes a request.</summary>
    void Write(RequestRecord record);
}
