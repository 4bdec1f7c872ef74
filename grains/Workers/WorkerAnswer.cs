namespace Actors.Grains.Workers;

/// <summary>A worker's answer to one request.</summary>
/// <param name="Frame">The body of its RESPONSE frame.</param>
/// <param name="ReplaceWorker">The app failed while it was being loaded: the worker is of no use to further requests.</param>
public readonly record struct WorkerAnswer(byte[] Frame, bool ReplaceWorker);
