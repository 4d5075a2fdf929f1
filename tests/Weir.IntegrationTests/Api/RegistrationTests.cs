namespace Weir.IntegrationTests.Api;

/// <summary>A connection stays registered with an integration as long as one of its flows uses it, whatever the way.</summary>
public sealed class RegistrationTests : ApiTest
{
    private const string Source = """ "sources":[{"export":"EXPORT"}],"steps":[]""";
    private const string Lookup = """ "sources":[],"steps":[{"lookup":"LOOKUP","into":"customer"}]""";
    private const string Import = """ "sources":[],"steps":[{"import":"IMPORT"}]""";
    private const string Branch = """
        "sources":[],"steps":[{"branch":{"mode":"first","cases":[{"name":"a","when":true,"steps":[{"import":"IMPORT"}]}]}}]
        """;

    private const string Deep = """
        "sources":[],"steps":[{"branch":{"mode":"all","cases":[{"name":"a","steps":[
          {"branch":{"mode":"first","cases":[{"name":"b","steps":[{"lookup":"LOOKUP","into":"x"}]}]}}]}]}}]
        """;

    [Theory]
    [InlineData(Source)]
    [InlineData(Lookup)]
    [InlineData(Import)]
    [InlineData(Branch)]
    [InlineData(Deep)]
    public async Task Every_way_of_use_registers_and_holds_the_connection(string parts)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var used = await Api.ConnectionAsync("Used");
        var integration = await kit.CreateAsync("integrations", """{"name":"Support"}""");
        var flow = await kit.CreateAsync("flows", $$"""{"name":"User","integration":"{{FlowKit.IdOf(integration)}}",{{await FilledAsync(kit, used, parts)}}}""");

        Assert.Contains(FlowKit.IdOf(used), (await Api.GetAsync(integration)).Text, StringComparison.Ordinal);
        foreach (var refused in new[]
            {
                await Api.DeleteAsync($"{integration}/{used}"),
                await Api.PatchAsync(integration, """{"connections":[]}"""),
                await Api.PatchAsync(integration, """{"connections":null}"""),
            })
        {
            var users = refused.MustRefuse(409, "in_use").Json.GetProperty("usage");
            Assert.Equal(FlowKit.IdOf(flow), Assert.Single(users.GetProperty("flows").EnumerateArray()).GetProperty("id").GetString());
        }

        (await Api.DeleteAsync(integration)).MustRefuse(409, "in_use");
        (await Api.DeleteAsync(used)).MustRefuse(409, "in_use");
        (await Api.PatchAsync(flow, """{"sources":[],"steps":[]}""")).MustBe(200);
        (await Api.DeleteAsync($"{integration}/{used}")).MustBe(204);
        (await Api.DeleteAsync(integration)).MustRefuse(409, "in_use");
        (await Api.PatchAsync(flow, """{"integration":null}""")).MustBe(200);
        (await Api.DeleteAsync(integration)).MustBe(204);
    }

    [Fact]
    public async Task A_flow_elsewhere_holds_nothing_here()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var here = await kit.CreateAsync("integrations", """{"name":"Here"}""");
        var there = await kit.CreateAsync("integrations", """{"name":"There"}""");
        (await Api.PutAsync($"{here}/{kit.Gorgias}")).MustBe(200);

        (await Api.PatchAsync(kit.Flow, $$"""{"integration":"{{FlowKit.IdOf(there)}}"}""")).MustBe(200);

        (await Api.DeleteAsync($"{here}/{kit.Gorgias}")).MustBe(204);
        (await Api.DeleteAsync($"{there}/{kit.Gorgias}")).MustRefuse(409, "in_use");
    }

    [Fact]
    public async Task Registrations_are_in_the_audit_and_in_the_versions()
    {
        var integration = (await Api.PostAsync("integrations", """{"name":"A"}""")).Headers.Location!.ToString()["/v1/".Length..];
        var connection = await Api.ConnectionAsync();
        (await Api.PutAsync($"{integration}/{connection}")).MustBe(200);
        (await Api.PutAsync($"{integration}/{connection}")).MustBe(200);
        (await Api.DeleteAsync($"{integration}/{connection}")).MustBe(204);

        var audit = (await Api.GetAsync($"{integration}/audit")).Json.GetProperty("data").EnumerateArray().ToList();

        Assert.Equal(
            ["integration.deregistered", "integration.registered", "integration.created"],
            audit.Select(e => e.GetProperty("action").GetString()));
        Assert.All(audit.Take(2), e => Assert.Equal(FlowKit.IdOf(connection), e.GetProperty("detail").GetProperty("connections").GetString()));
        Assert.Equal(3, (await Api.GetAsync($"{integration}/versions")).Json.GetProperty("data").GetArrayLength());
    }

    private static async Task<string> FilledAsync(FlowKit kit, string connection, string parts)
    {
        var id = FlowKit.IdOf(connection);
        var export = await kit.CreateAsync("exports", $$"""{"name":"E","connection":"{{id}}","operation":"tickets.list"}""");
        var lookup = await kit.CreateAsync(
            "exports", $$$$"""{"name":"L","connection":"{{{{id}}}}","operation":"customers.get","parameters":{"id":"{{customer.id}}"}}""");
        var import = await kit.CreateAsync("imports", $$"""{"name":"I","connection":"{{id}}","operation":"tickets.create"}""");
        return parts.Replace("EXPORT", FlowKit.IdOf(export), StringComparison.Ordinal)
            .Replace("LOOKUP", FlowKit.IdOf(lookup), StringComparison.Ordinal)
            .Replace("IMPORT", FlowKit.IdOf(import), StringComparison.Ordinal);
    }
}
