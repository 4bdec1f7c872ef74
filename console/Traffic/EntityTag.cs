using Microsoft.AspNetCore.Http;

namespace Actors.Console.Traffic;

/// <summary>The state of a service's traffic as ETag and If-Match carry it.</summary>
internal static class EntityTag
{
    /// <summary>As a header.</summary>
    public static string Write(string state) => $"\"{state}\"";

    /// <summary>The state that If-Match names; null without the header and for <c>*</c>, which any state matches.</summary>
    /// <exception cref="AdminProblemException">It is something else: a weak tag, or several.</exception>
    public static string? Read(string? ifMatch) => ifMatch?.Trim() switch
    {
        null or "" or "*" => null,
        ['"', .. var state, '"'] when !state.Contains('"', StringComparison.Ordinal) => state,
        _ => throw new AdminProblemException(StatusCodes.Status400BadRequest, "If-Match takes one tag, as the ETag header of the traffic has it: If-Match: \"STATE\"."),
    };
}
