using System.Text.Json;

namespace Weir.IntegrationTests.Api;

public sealed class FlowTests : ApiTest
{
    [Theory]
    [InlineData("exports")]
    [InlineData("imports")]
    [InlineData("flows")]
    public async Task A_resource_is_read_listed_changed_and_deleted(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var (address, other) = kind switch
        {
            "exports" => (kit.Export, """{"name":"New","connection":"CONNECTION","operation":"tags.list"}"""),
            "imports" => (kit.Import, """{"name":"New","connection":"CONNECTION","operation":"tickets.create"}"""),
            _ => (kit.Flow, """{"name":"New"}"""),
        };
        var read = (await Api.GetAsync(address)).MustBe(200);
        var list = (await Api.GetAsync($"{kind}?q=i")).MustBe(200).Json;
        Assert.Equal(read.Text, list.GetProperty("data")[0].GetRawText());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next").ValueKind);
        Assert.Equal("\"1\"", read.ETag);

        var changed = (await Api.PatchAsync(address, """{"name":"Renamed"}""", ("If-Match", "\"1\""))).MustBe(200);
        Assert.Equal("\"2\"", changed.ETag);
        Assert.Equal("Renamed", changed.Json.GetProperty("name").GetString());
        (await Api.PatchAsync(address, """{"name":"Again"}""", ("If-Match", "\"1\""))).MustRefuse(412, "precondition_failed");

        var body = other.Replace("CONNECTION", FlowKit.IdOf(kit.Gorgias), StringComparison.Ordinal);
        var created = await kit.CreateAsync(kind, body);
        (await Api.PostAsync(kind, body.Replace("New", " new ", StringComparison.Ordinal))).MustRefuse(409, "conflict", "name");
        (await Api.DeleteAsync(created)).MustBe(204);
        (await Api.GetAsync(created)).MustRefuse(404, "not_found");
        (await Api.DeleteAsync(created)).MustRefuse(404, "not_found");
    }

    [Theory]
    [InlineData("exports", new[] { "id", "name", "connection", "operation", "parameters", "mode", "limit", "pageSize", "filter", "transform", "traceKey", "request", "records", "paging", "delta", "once", "version", "createdAt", "updatedAt" })]
    [InlineData("imports", new[] { "id", "name", "connection", "operation", "parameters", "mapping", "lookups", "batchSize", "order", "orderKey", "idempotencyKey", "repeat", "request", "version", "createdAt", "updatedAt" })]
    [InlineData("flows", new[] { "id", "name", "integration", "enabled", "sources", "steps", "schedule", "runNext", "version", "createdAt", "updatedAt" })]
    public async Task A_resource_has_the_fields_of_the_contract(string kind, string[] fields)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = kind switch { "exports" => kit.Export, "imports" => kit.Import, _ => kit.Flow };

        Assert.Equal(fields, (await Api.GetAsync(address)).Json.EnumerateObject().Select(f => f.Name));
    }

    [Fact]
    public async Task What_is_in_use_is_not_deleted()
    {
        await using var kit = await FlowKit.MakeAsync(Api);

        foreach (var address in (string[])[kit.Export, kit.Import])
        {
            var users = (await Api.DeleteAsync(address)).MustRefuse(409, "in_use").Json.GetProperty("usage");
            Assert.Equal(
                $$"""{"exports":[],"imports":[],"flows":[{"id":"{{FlowKit.IdOf(kit.Flow)}}","name":"Tickets to the sink"}],"borrowers":[]}""",
                users.GetRawText());
            Assert.Equal(users.GetRawText(), (await Api.GetAsync($"{address}/usage")).MustBe(200).Text);
        }

        var integration = await kit.CreateAsync("integrations", """{"name":"Support"}""");
        await Api.PatchAsync(kit.Flow, $$"""{"integration":"{{FlowKit.IdOf(integration)}}"}""");
        Assert.Equal(1, (await Api.DeleteAsync(integration)).MustRefuse(409, "in_use").Json.GetProperty("usage").GetProperty("flows").GetArrayLength());
        (await Api.GetAsync("exports/exp_nothing/usage")).MustRefuse(404, "not_found");
        var usage = (await Api.DeleteAsync(kit.Gorgias)).MustRefuse(409, "in_use").Json.GetProperty("usage");
        Assert.Equal("Tickets", usage.GetProperty("exports")[0].GetProperty("name").GetString());
        Assert.Equal("Tickets to the sink", usage.GetProperty("flows")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_expression_is_refused_with_its_field_and_position()
    {
        await using var kit = await FlowKit.MakeAsync(Api);

        var refused = (await Api.PatchAsync(kit.Import, """{"mapping":{"lines":{"@each":"$.a[","@do":"$"}}}"""))
            .MustRefuse(422, "expression", "mapping.lines.@each");

        Assert.Equal(4, refused.Json.GetProperty("errors")[0].GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task Saving_a_flow_registers_the_connections_that_it_uses()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var integration = await kit.CreateAsync("integrations", """{"name":"Support"}""");

        (await Api.PatchAsync(kit.Flow, $$"""{"integration":"{{FlowKit.IdOf(integration)}}"}""")).MustBe(200);

        var read = (await Api.GetAsync(integration)).Json;
        Assert.Equal(2, read.GetProperty("connections").GetArrayLength());
        Assert.Equal(FlowKit.IdOf(kit.Flow), read.GetProperty("flows")[0].GetString());
        (await Api.DeleteAsync($"{integration}/{kit.Gorgias}")).MustRefuse(409, "in_use");
    }
}
