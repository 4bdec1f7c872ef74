namespace Actors.Gateway.Platform;

/// <summary>What an app answered to the platform.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="RequestId">The id in the request log; null when no app was asked.</param>
/// <param name="Note">What the platform has to say of it, or null.</param>
public sealed record PlatformAnswer(int Status, string? RequestId, string? Note);
