using System.Text.Json;

namespace Weir.IntegrationTests.Api;

public sealed class OpenApiTests : ApiTest
{
    [Fact]
    public async Task The_document_describes_every_endpoint_with_its_errors_and_needs_a_token()
    {
        var document = await DocumentAsync();

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        Assert.Equal("/", document.GetProperty("servers")[0].GetProperty("url").GetString());
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => p.Name.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("operationId", out _), $"{operation.Name} {path.Name} has no operationId.");
                Assert.Equal(
                    "#/components/schemas/Problem",
                    operation.Value.GetProperty("responses").GetProperty("default").GetProperty("content")
                        .GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
            }
        }
    }

    [Fact]
    public async Task A_body_is_what_is_read_without_what_cannot_be_written()
    {
        var body = (await DocumentAsync()).GetProperty("paths").GetProperty("/v1/connections").GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");

        Assert.Equal(
            ["name", "application", "settings", "borrowConcurrencyFrom", "concurrencyLevel"],
            body.GetProperty("properties").EnumerateObject().Select(p => p.Name));
        Assert.Equal(["name", "application", "settings"], body.GetProperty("required").EnumerateArray().Select(r => r.GetString()));
    }

    private async Task<JsonElement> DocumentAsync() => (await Api.GetAsync("/openapi/v1.json")).MustBe(200).Json;
}
