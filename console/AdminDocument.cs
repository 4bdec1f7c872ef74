using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Actors.Console;

/// <summary>What the OpenAPI document says besides what is mapped.</summary>
internal static class AdminDocument
{
    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Actors admin API",
            Version = typeof(AdminDocument).Assembly.GetName().Version!.ToString(3),
            Description = "Shows what a silo serves and changes it. Errors are application/problem+json; `detail` says what is wrong in a sentence.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Where the silo has a token (Admin:Token, Admin:TokenFile)." };
        return Task.CompletedTask;
    }
}
