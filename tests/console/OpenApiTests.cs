using System.Text.Json;

namespace Actors.Console.Tests;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_lists_what_is_mapped_and_nothing_else()
    {
        await using var silo = await AdminSilo.StartAsync([]);
        var document = await silo.GetAsync("/openapi.json");
        var mapped = silo.Endpoints.Where(static endpoint => endpoint.Path != "/openapi.json").Select(static endpoint => endpoint.ToString()).Order().ToArray();
        Assert.NotEmpty(mapped);
        Assert.Equal(mapped, Operations(document).Select(static operation => $"{operation.Method.ToUpperInvariant()} {operation.Path}").Order());
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_an_answer_and_its_problems()
    {
        await using var silo = await AdminSilo.StartAsync([]);
        var operations = Operations(await silo.GetAsync("/openapi.json")).ToArray();
        Assert.Equal(operations.Length, operations.Select(static operation => operation.Value.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.All(operations, static operation =>
        {
            Assert.EndsWith(".", operation.Value.GetProperty("summary").GetString(), StringComparison.Ordinal);
            var responses = operation.Value.GetProperty("responses");
            Assert.Contains(responses.EnumerateObject(), static response => response.Name is "200" or "202" or "204");
            Assert.All(responses.EnumerateObject().Where(static response => response.Name[0] == '4'), static response => Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _)));
            Assert.DoesNotContain(responses.EnumerateObject(), static response => response.Name is "200" or "202" && !response.Value.TryGetProperty("content", out _));
        });
    }

    private static IEnumerable<(string Path, string Method, JsonElement Value)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);
}
