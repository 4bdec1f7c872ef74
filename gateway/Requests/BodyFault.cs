namespace Actors.Gateway.Requests;

/// <summary>Why a body was not read to its end.</summary>
internal enum BodyFault
{
    /// <summary>It was.</summary>
    None,

    /// <summary>It is over the limit: 413.</summary>
    TooLarge,

    /// <summary>The bodies of others leave no room for it: 503.</summary>
    NoRoom,
}
