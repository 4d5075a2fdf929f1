using Weir.IntegrationTests.Api;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>What Gorgias refuses stands in the errors in its words, and begins with the field that it is about.</summary>
public sealed class GorgiasRefusalTests : IAsyncLifetime
{
    private ApiHost _api = null!;
    private WritesKit _kit = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = 9, RateLimit = false });
        _kit = await WritesKit.MakeAsync(_api);
    }

    public async ValueTask DisposeAsync()
    {
        await _kit.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("customers.create", """{"email":"nobody"}""", "email: Not a valid email address (Failed to create customer)")]
    [InlineData("tags.create", """{"name":"x","colour":"red"}""", "colour: Unknown field (Failed to create tag)")]
    [InlineData(
        "tickets.create",
        """{"via":"api","customer":{"email":"a@mail.example"},"messages":[{"channel":"email","via":"api","from_agent":false,"source":"email"}]}""",
        "source: Not a valid mapping type (Failed to create ticket)")]
    public async Task A_refusal_begins_with_its_field(string operation, string body, string message)
    {
        var run = await _kit.WriteAsync(operation, "{}", "\"$.body\"", $$"""[{"trace":1,"body":{{body}} }]""");

        Assert.Equal(new WriteError("rejected", message), Assert.Single(run.Errors));
    }

    [Fact]
    public async Task A_refusal_that_is_nested_as_the_record_is_names_the_field_as_the_mapping_has_it()
    {
        _kit.Gorgias.Faults.Add(new FaultRule
        {
            Match = "POST /api/tickets",
            Status = 400,
            Body = """{"error":{"msg":"Failed to create ticket","data":{"messages":{"0":{"body_text":["Too long."]}},"subject":["Too long."]}}}""",
        });

        var run = await _kit.WriteAsync(
            "tickets.create",
            "{}",
            """{"via":"api","subject":"$.s","messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"$.t"}]}""",
            """[{"trace":1,"s":"x","t":"y"}]""");

        Assert.Equal(
            new WriteError("rejected", "messages[0].body_text: Too long; subject: Too long (Failed to create ticket)"),
            Assert.Single(run.Errors));
    }
}
