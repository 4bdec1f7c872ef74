using static Actors.Services.UrlFetch.Contract.URLFetchServiceError.Types;

namespace Actors.Services.UrlFetch;

/// <summary>A fetch that failed, with App Engine's code for it.</summary>
internal sealed class FetchException(ErrorCode code, string detail) : ApplicationErrorException((int)code, detail)
{
    /// <summary>App Engine's code.</summary>
    public new ErrorCode Code { get; } = code;
}
