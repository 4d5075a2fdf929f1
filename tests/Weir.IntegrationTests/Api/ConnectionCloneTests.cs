using Microsoft.Extensions.DependencyInjection;
using Weir.Engine.Resources;
using Weir.Engine.Secrets;
using Weir.Model;

namespace Weir.IntegrationTests.Api;

public sealed class ConnectionCloneTests : ApiTest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clone_has_everything_but_the_name_and_works()
    {
        var lender = await Api.ConnectionAsync("Lender");
        var id = await Api.ConnectionAsync("A", $",\"concurrencyLevel\":7,\"borrowConcurrencyFrom\":\"{FlowKit.IdOf(lender)}\"");

        var cloned = (await Api.PostAsync($"{id}/clone", """{"name":" B "}""")).MustBe(201);

        var clone = $"connections/{cloned.Json.GetProperty("id").GetString()}";
        Assert.Equal($"/v1/{clone}", cloned.Headers.Location!.ToString());
        Assert.Equal(("B", "online", "\"1\""), (cloned.Json.GetProperty("name").GetString(), cloned.Json.GetProperty("status").GetString(), cloned.ETag));
        var original = (await Api.GetAsync(id)).Json;
        foreach (var field in (string[])["application", "settings", "secrets", "borrowConcurrencyFrom", "concurrencyLevel"])
        {
            Assert.Equal(original.GetProperty(field).GetRawText(), cloned.Json.GetProperty(field).GetRawText());
        }

        Assert.DoesNotContain(Api.Gorgias.Password, cloned.Text, StringComparison.Ordinal);
        (await Api.DeleteAsync(id)).MustBe(204);
        Assert.True((await Api.PostAsync($"{clone}/test")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Its_secrets_are_sealed_anew_for_it()
    {
        var id = new ConnectionId(FlowKit.IdOf(await Api.ConnectionAsync()));
        var clone = new ConnectionId((await Api.PostAsync($"connections/{id}/clone", """{"name":"B"}""")).MustBe(201).Json.GetProperty("id").GetString()!);
        var store = Api.Services.GetRequiredService<IResourceStore>();
        var vault = Api.Services.GetRequiredService<IVault>();

        var cipher = (await store.SecretsAsync(clone, Stop))["password"];

        Assert.Equal(Api.Gorgias.Password, System.Text.Encoding.UTF8.GetString(await vault.OpenAsync(clone.Value, "password", cipher, Stop)));
        await Assert.ThrowsAsync<SecretUnreadableException>(async () => await vault.OpenAsync(id.Value, "password", cipher, Stop));
    }

    [Fact]
    public async Task It_is_tested_like_a_new_one()
    {
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync($"{id}?test=false", """{"settings":{"password":"wrong"}}""")).MustBe(200);

        (await Api.PostAsync($"{id}/clone", """{"name":"B"}""")).MustRefuse(422, "connection.test_failed");
        Assert.Equal("untested", (await Api.PostAsync($"{id}/clone?test=false", """{"name":"B"}""")).MustBe(201).Json.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("""{}""", 422, "required", "name")]
    [InlineData("""{"name":" "}""", 422, "validation", "name")]
    [InlineData("""{"name":"gorgias"}""", 409, "conflict", "name")]
    [InlineData("""{"name":"B","concurrencyLevel":3}""", 422, "unknown_field", "concurrencyLevel")]
    [InlineData("""{"name":"B","settings":{"subdomain":"attacker"}}""", 422, "unknown_field", "settings")]
    public async Task Only_a_free_name_is_taken(string body, int status, string code, string field)
    {
        var id = await Api.ConnectionAsync();

        (await Api.PostAsync($"{id}/clone", body)).MustRefuse(status, code, field);
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task A_connection_that_is_not_there_has_no_clone() =>
        (await Api.PostAsync("connections/conn_nothing/clone", """{"name":"B"}""")).MustRefuse(404, "not_found");

    [Fact]
    public async Task A_secret_that_cannot_be_decrypted_is_not_cloned()
    {
        var id = await Api.ConnectionAsync();
        await Api.TamperAsync(new ConnectionId(FlowKit.IdOf(id)));

        (await Api.PostAsync($"{id}/clone?test=false", """{"name":"B"}""")).MustRefuse(422, "secret_unreadable");
    }

    [Fact]
    public async Task Both_sides_are_in_the_audit()
    {
        var id = await Api.ConnectionAsync();
        var clone = $"connections/{(await Api.PostAsync($"{id}/clone", """{"name":"B"}""")).Json.GetProperty("id").GetString()}";

        var newest = (await Api.GetAsync($"{id}/audit")).Json.GetProperty("data")[0];
        Assert.Equal(("connection.cloned", FlowKit.IdOf(clone)), (newest.GetProperty("action").GetString(), newest.GetProperty("detail").GetProperty("to").GetString()));
        var created = (await Api.GetAsync($"{clone}/audit")).Json.GetProperty("data")[0];
        Assert.Equal(("connection.created", FlowKit.IdOf(id)), (created.GetProperty("action").GetString(), created.GetProperty("detail").GetProperty("clonedFrom").GetString()));
    }
}
