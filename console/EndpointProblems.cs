using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Actors.Console;

/// <summary>Says in the OpenAPI document which problems an endpoint answers with.</summary>
internal static class EndpointProblems
{
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<AdminProblem>(status, AdminProblem.ContentType);
        return endpoint;
    }
}
