namespace Actors.Services;

/// <summary>A service refuses a call with one of its own error codes.</summary>
/// <param name="code">The number in the service's own enumeration.</param>
/// <param name="detail">A sentence for the developer: what, where, what to do.</param>
public class ApplicationErrorException(int code, string detail) : Exception(detail)
{
    /// <summary>The number in the service's own enumeration.</summary>
    public int Code { get; } = code;
}
