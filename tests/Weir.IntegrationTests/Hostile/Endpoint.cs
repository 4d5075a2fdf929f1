using System.Text.Json;

namespace Weir.IntegrationTests.Hostile;

/// <summary>An endpoint that takes a body, as the OpenAPI document describes it.</summary>
/// <param name="Name">Its <c>operationId</c>.</param>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its placeholders: <c>/v1/flows/{id}</c>.</param>
/// <param name="Schema">Of the body.</param>
internal sealed record Endpoint(string Name, HttpMethod Method, string Path, JsonElement Schema)
{
    /// <summary>All of them. Endpoints of one resource stand together.</summary>
    public static IReadOnlyList<Endpoint> Of(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           where operation.Value.TryGetProperty("requestBody", out _)
           select new Endpoint(
               operation.Value.GetProperty("operationId").GetString()!,
               new HttpMethod(operation.Name.ToUpperInvariant()),
               path.Name,
               operation.Value.GetProperty("requestBody").GetProperty("content").GetProperty("application/json")
                   .GetProperty("schema")),
    ];

    /// <summary>What the document says of a member: <c>string</c>, <c>integer</c>, <c>object</c> …; empty where any value may stand.</summary>
    public IReadOnlySet<string> TypesOf(string member)
    {
        if (!Schema.TryGetProperty("properties", out var members) || !members.TryGetProperty(member, out var schema))
        {
            return new HashSet<string>();
        }

        if (schema.TryGetProperty("enum", out _))
        {
            return new HashSet<string> { "enum" };
        }

        if (!schema.TryGetProperty("type", out var type))
        {
            return new HashSet<string>();
        }

        return type.ValueKind == JsonValueKind.String
            ? new HashSet<string> { type.GetString()! }
            : type.EnumerateArray().Select(t => t.GetString()!).ToHashSet();
    }
}
