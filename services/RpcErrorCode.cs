namespace Actors.Services;

/// <summary>Why a call failed before or beside its service: the numbers of App Engine's envelope.</summary>
public enum RpcErrorCode
{
    /// <summary>No reason is known.</summary>
    Unknown = 0,

    /// <summary>There is no such service or method.</summary>
    CallNotFound = 1,

    /// <summary>The request is not the message that the method takes.</summary>
    ParseError = 2,

    /// <summary>The caller may not call this.</summary>
    SecurityViolation = 3,

    /// <summary>The request is over the method's limit.</summary>
    RequestTooLarge = 5,

    /// <summary>The response is over the service's limit.</summary>
    ResponseTooLarge = 9,

    /// <summary>The call was given up.</summary>
    Cancelled = 10,

    /// <summary>The call was not answered within its deadline.</summary>
    DeadlineExceeded = 12,
}
