namespace Weir.IntegrationTests.Api;

public sealed class IntegrationTests : ApiTest
{
    [Fact]
    public async Task An_integration_is_made_read_changed_and_deleted()
    {
        var created = (await Api.PostAsync("integrations", """{"name":"Support","description":"All of it"}""")).MustBe(201);
        var id = created.Headers.Location!.ToString()["/v1/".Length..];

        Assert.Equal(created.Text, (await Api.GetAsync(id)).MustBe(200).Text);
        Assert.Equal(
            ["id", "name", "description", "connections", "flows", "version", "createdAt", "updatedAt"],
            created.Json.EnumerateObject().Select(f => f.Name));

        var changed = (await Api.PatchAsync(id, """{"description":null}""")).MustBe(200);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, changed.Json.GetProperty("description").ValueKind);
        Assert.Equal("\"2\"", changed.ETag);

        (await Api.DeleteAsync(id)).MustBe(204);
        (await Api.GetAsync(id)).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task Connections_are_registered_and_deregistered()
    {
        var connection = await Api.ConnectionAsync();
        var integration = await IntegrationAsync("Support");

        (await Api.PutAsync($"{integration}/{connection}")).MustBe(200);
        (await Api.PutAsync($"{integration}/{connection}")).MustBe(200);
        Assert.Equal([IdOf(connection)], await ListOfAsync(integration, "connections"));
        Assert.Equal([IdOf(integration)], await ListOfAsync(connection, "integrations"));

        (await Api.DeleteAsync($"{integration}/{connection}")).MustBe(204);
        Assert.Empty(await ListOfAsync(integration, "connections"));
        (await Api.DeleteAsync($"{integration}/{connection}")).MustRefuse(404, "not_found");
        (await Api.PutAsync($"{integration}/connections/conn_nothing")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task A_deleted_connection_is_registered_nowhere()
    {
        var connection = await Api.ConnectionAsync();
        var integration = await IntegrationAsync("Support");
        await Api.PutAsync($"{integration}/{connection}");

        (await Api.DeleteAsync(connection)).MustBe(204);

        Assert.Empty(await ListOfAsync(integration, "connections"));
        (await Api.PatchAsync(integration, """{"description":"still writable"}""")).MustBe(200);
    }

    [Theory]
    [InlineData("""{"name":"A","connections":["conn_nothing"]}""", "validation", "connections[0]")]
    [InlineData("""{"name":"A","connections":"conn_1"}""", "validation", "connections")]
    [InlineData("""{"name":"A","flows":["flow_1"]}""", "read_only", "flows")]
    [InlineData("""{"description":"x"}""", "required", "name")]
    public async Task What_is_wrong_is_told_with_its_field(string body, string code, string field) =>
        (await Api.PostAsync("integrations", body)).MustRefuse(422, code, field);

    private static string IdOf(string address) => address.Split('/')[1];

    private async Task<string> IntegrationAsync(string name) =>
        (await Api.PostAsync("integrations", $$"""{"name":"{{name}}"}""")).MustBe(201).Headers.Location!.ToString()["/v1/".Length..];

    private async Task<IEnumerable<string?>> ListOfAsync(string address, string field) =>
        (await Api.GetAsync(address)).MustBe(200).Json.GetProperty(field).EnumerateArray().Select(v => v.GetString()).ToList();
}
