namespace Actors.Services;

/// <summary>A call fails with one of the envelope's error codes.</summary>
/// <param name="code">Why.</param>
/// <param name="detail">A sentence for the developer.</param>
public sealed class RpcErrorException(RpcErrorCode code, string detail) : Exception(detail)
{
    /// <summary>Why.</summary>
    public RpcErrorCode Code { get; } = code;
}
