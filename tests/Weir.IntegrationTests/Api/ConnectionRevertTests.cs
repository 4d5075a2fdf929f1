namespace Weir.IntegrationTests.Api;

public sealed class ConnectionRevertTests : ApiTest
{
    [Fact]
    public async Task A_version_never_holds_a_secret()
    {
        var canary = Api.Gorgias.Password;
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync(id, $$$"""{"name":"B","settings":{"password":"{{{canary}}}"}}""")).MustBe(200);
        (await Api.PostAsync($"{id}/versions/1/revert")).MustBe(200);

        foreach (var path in (string[])["versions", "versions/1", "versions/2", "versions/1/difference?to=2", "audit"])
        {
            Assert.DoesNotContain(canary, (await Api.GetAsync($"{id}/{path}")).MustBe(200).Text, StringComparison.Ordinal);
        }

        var changes = (await Api.GetAsync($"{id}/versions")).Json.GetProperty("data")[1].GetProperty("changes");
        Assert.Equal("""{"field":"settings.password","from":null,"to":null,"secret":true}""", changes[1].GetRawText());
    }

    [Fact]
    public async Task The_secrets_stay_those_of_now()
    {
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync($"{id}?test=false", """{"name":"B","settings":{"password":"wrong"}}""")).MustBe(200);

        (await Api.PostAsync($"{id}/versions/1/revert")).MustBe(200);

        Assert.Equal("Gorgias", (await Api.GetAsync(id)).Json.GetProperty("name").GetString());
        Assert.False((await Api.PostAsync($"{id}/test")).Json.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Settings_taken_back_are_tested_first()
    {
        var id = await Api.ConnectionAsync();
        var right = Api.Gorgias.Username;
        (await Api.PatchAsync($"{id}?test=false", """{"settings":{"username":"other@fuchsia.example"}}""")).MustBe(200);

        var back = (await Api.PostAsync($"{id}/versions/1/revert")).MustBe(200).Json;
        Assert.Equal(("online", right), (back.GetProperty("status").GetString(), back.GetProperty("settings").GetProperty("username").GetString()));
        (await Api.PostAsync($"{id}/versions/2/revert")).MustRefuse(422, "connection.test_failed");
        Assert.Equal("\"3\"", (await Api.GetAsync(id)).ETag);
        Assert.Equal("untested", (await Api.PostAsync($"{id}/versions/2/revert?test=false")).MustBe(200).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Another_address_asks_for_the_secret_and_takes_it()
    {
        var id = await Api.ConnectionAsync();
        var password = Api.Gorgias.Password;
        (await Api.PatchAsync(id, $$$"""{"settings":{"subdomain":"other","password":"{{{password}}}"}}""")).MustBe(200);

        (await Api.PostAsync($"{id}/versions/1/revert")).MustRefuse(422, "secret_required_again", "settings.password");
        (await Api.PostAsync($"{id}/versions/1/revert", """{"settings":{"password":"wrong"}}""")).MustRefuse(422, "connection.test_failed");
        var back = (await Api.PostAsync($"{id}/versions/1/revert", $$$"""{"settings":{"password":"{{{password}}}"}}""")).MustBe(200);

        Assert.Equal("fuchsia", back.Json.GetProperty("settings").GetProperty("subdomain").GetString());
    }

    [Theory]
    [InlineData("""{"settings":{"subdomain":"x"}}""", "unknown_field", "settings.subdomain")]
    [InlineData("""{"settings":null}""", "validation", "settings")]
    [InlineData("""{"settings":[]}""", "validation", "settings")]
    [InlineData("""{"settings":{"password":7}}""", "validation", "settings.password")]
    [InlineData("""{"name":"x"}""", "unknown_field", "name")]
    public async Task The_body_gives_secrets_and_nothing_else(string body, string code, string field) =>
        (await Api.PostAsync($"{await Api.ConnectionAsync()}/versions/1/revert", body)).MustRefuse(422, code, field);

    [Fact]
    public async Task A_lender_that_is_gone_or_borrows_now_is_refused()
    {
        var lender = await Api.ConnectionAsync("Lender");
        var id = await Api.ConnectionAsync("Borrower", $",\"borrowConcurrencyFrom\":\"{FlowKit.IdOf(lender)}\"");
        (await Api.PatchAsync(id, """{"borrowConcurrencyFrom":null}""")).MustBe(200);
        (await Api.PatchAsync(lender, $$"""{"borrowConcurrencyFrom":"{{FlowKit.IdOf(id)}}"}""")).MustBe(200);
        (await Api.PostAsync($"{id}/versions/1/revert")).MustRefuse(422, "validation", "borrowConcurrencyFrom");

        (await Api.DeleteAsync(lender)).MustBe(204);

        (await Api.PostAsync($"{id}/versions/1/revert")).MustRefuse(422, "validation", "borrowConcurrencyFrom");
    }
}
