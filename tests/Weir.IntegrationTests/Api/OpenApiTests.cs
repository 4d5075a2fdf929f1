using System.Text.Encodings.Web;
using System.Text.Json;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Api;

public sealed class OpenApiTests : ApiTest
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    /// <summary>The pages' types are made from the file, and a change of the API is seen in a review.</summary>
    [Fact]
    public async Task The_document_that_is_checked_in_is_the_one_that_is_served() =>
        Snapshot.MustBe("docs/openapi.json", JsonSerializer.Serialize(await DocumentAsync(), Indented) + "\n");

    private async Task<JsonElement> DocumentAsync() => (await Api.GetAsync("/openapi/v1.json")).MustBe(200).Json;
}
