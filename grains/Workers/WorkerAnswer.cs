namespace Actors.Grains.Workers;

/// <summary>A worker's answer to one request.</summary>
/// <param name="Frame">The body of its RESPONSE frame.</param>
/// <param name="Replace">Why the worker should get no further requests, as the end of a sentence; null when it may.</param>
/// <param name="Note">What the platform has to say in the app's log about this request, or null.</param>
/// <param name="IsError">The app failed, or answered with a 5xx status.</param>
/// <param name="IsLoadFailure">The app could not be loaded; what is in the frame says why.</param>
public readonly record struct WorkerAnswer(byte[] Frame, string? Replace = null, string? Note = null, bool IsError = false, bool IsLoadFailure = false);
