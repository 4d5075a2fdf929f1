namespace Weir.IntegrationTests.Api;

public sealed class ConnectionChangeTests : ApiTest
{
    [Fact]
    public async Task A_patch_keeps_what_it_does_not_name()
    {
        var id = await Api.ConnectionAsync("A", ",\"concurrencyLevel\":7");

        var changed = (await Api.PatchAsync(id, """{"name":"B"}""")).MustBe(200);

        Assert.Equal("\"2\"", changed.ETag);
        Assert.Equal(("B", 7), (changed.Json.GetProperty("name").GetString(), changed.Json.GetProperty("concurrencyLevel").GetInt32()));
        Assert.Equal("[\"password\"]", changed.Json.GetProperty("secrets").GetRawText());
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
        (await Api.PostAsync($"{id}/test")).MustBe(200);
        Assert.Equal("online", (await Api.GetAsync(id)).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_is_no_new_version()
    {
        var id = await Api.ConnectionAsync();

        Assert.Equal("\"1\"", (await Api.PatchAsync(id, """{"name":"Gorgias","concurrencyLevel":10}""")).MustBe(200).ETag);
    }

    [Fact]
    public async Task What_was_read_may_be_sent_back_whole()
    {
        var id = await Api.ConnectionAsync();
        var read = await Api.GetAsync(id);

        Assert.Equal("\"1\"", (await Api.PatchAsync(id, read.Text)).MustBe(200).ETag);
    }

    [Theory]
    [InlineData("""{"id":"conn_other"}""", "id")]
    [InlineData("""{"version":7}""", "version")]
    [InlineData("""{"status":"online"}""", "status")]
    [InlineData("""{"secrets":[]}""", "secrets")]
    [InlineData("""{"createdAt":null}""", "createdAt")]
    [InlineData("""{"application":"http"}""", "application")]
    public async Task Changed_read_only_fields_are_refused(string patch, string field) =>
        (await Api.PatchAsync(await Api.ConnectionAsync(), patch)).MustRefuse(422, "read_only", field);

    [Theory]
    [InlineData("""{"bogus":null}""", "bogus")]
    [InlineData("""{"settings":{"bogus":null}}""", "settings.bogus")]
    public async Task A_null_for_an_unknown_field_is_refused_too(string patch, string field) =>
        (await Api.PatchAsync(await Api.ConnectionAsync(), patch)).MustRefuse(422, "unknown_field", field);

    [Theory]
    [InlineData("""{"settings":{"subdomain":null}}""", "settings.subdomain")]
    [InlineData("""{"settings":{"username":null}}""", "settings.username")]
    [InlineData("""{"settings":null}""", "settings.subdomain")]
    [InlineData("""{"name":null}""", "name")]
    public async Task What_is_needed_cannot_be_cleared(string patch, string field)
    {
        var id = await Api.ConnectionAsync();

        (await Api.PatchAsync($"{id}?test=false", patch)).MustRefuse(422, "required", field);

        Assert.Equal("[\"password\"]", (await Api.GetAsync(id)).Json.GetProperty("secrets").GetRawText());
    }

    [Fact]
    public async Task A_new_secret_is_tested_first_and_a_refused_one_leaves_the_old_at_work()
    {
        var id = await Api.ConnectionAsync();

        (await Api.PatchAsync(id, """{"settings":{"password":"wrong"}}""")).MustRefuse(422, "connection.test_failed");

        Assert.True((await Api.PostAsync($"{id}/test")).Json.GetProperty("ok").GetBoolean());
        Assert.Equal("\"1\"", (await Api.GetAsync(id)).ETag);
    }

    [Fact]
    public async Task A_change_stored_without_a_test_makes_it_untested()
    {
        var id = await Api.ConnectionAsync();
        await Api.PostAsync($"{id}/test");

        var changed = (await Api.PatchAsync($"{id}?test=false", """{"settings":{"password":"wrong"}}""")).MustBe(200);

        Assert.Equal("untested", changed.Json.GetProperty("status").GetString());
        Assert.False((await Api.PostAsync($"{id}/test")).Json.GetProperty("ok").GetBoolean());
        Assert.Equal("offline", (await Api.GetAsync(id)).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_secret_is_not_sent_to_another_account_than_it_was_given_for()
    {
        var id = await Api.ConnectionAsync();

        (await Api.PatchAsync(id, """{"settings":{"subdomain":"attacker"}}"""))
            .MustRefuse(422, "secret_required_again", "settings.password");
        (await Api.PatchAsync($"{id}?test=false", """{"settings":{"subdomain":"attacker"}}"""))
            .MustRefuse(422, "secret_required_again", "settings.password");
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
        Assert.Equal("fuchsia", (await Api.GetAsync(id)).Json.GetProperty("settings").GetProperty("subdomain").GetString());
    }

    [Fact]
    public async Task With_the_secret_given_again_the_account_may_change()
    {
        var id = await Api.ConnectionAsync();

        var changed = await Api.PatchAsync(id, $$$"""{"settings":{"subdomain":"other","password":"{{{Api.Gorgias.Password}}}"}}""");

        Assert.Equal("other", changed.MustBe(200).Json.GetProperty("settings").GetProperty("subdomain").GetString());
    }

    [Fact]
    public async Task A_connection_to_another_origin_asks_for_its_secret_again()
    {
        var created = await Api.PostAsync(
            "connections?test=false",
            """{"name":"H","application":"http","settings":{"baseUri":"https://one.example/a","auth":"bearer","token":"t0ken"}}""");
        var id = $"connections/{created.MustBe(201).Json.GetProperty("id").GetString()}";

        (await Api.PatchAsync($"{id}?test=false", """{"settings":{"baseUri":"https://one.example/b"}}""")).MustBe(200);
        foreach (var elsewhere in (string[])["https://two.example/a", "http://one.example/a", "https://one.example:444/a"])
        {
            (await Api.PatchAsync($"{id}?test=false", $$$"""{"settings":{"baseUri":"{{{elsewhere}}}"}}"""))
                .MustRefuse(422, "secret_required_again", "settings.token");
        }

        (await Api.PatchAsync($"{id}?test=false", """{"settings":{"baseUri":"https://two.example","auth":"none","token":null}}""")).MustBe(200);
    }

    [Fact]
    public async Task If_Match_lets_only_the_expected_version_be_changed()
    {
        var id = await Api.ConnectionAsync();

        (await Api.PatchAsync(id, """{"name":"B"}""", ("If-Match", "\"1\""))).MustBe(200);
        (await Api.PatchAsync(id, """{"name":"C"}""", ("If-Match", "\"1\""))).MustRefuse(412, "precondition_failed");
        (await Api.PatchAsync(id, """{"name":"C"}""", ("If-Match", "nonsense"))).MustRefuse(412, "precondition_failed");
        (await Api.PatchAsync(id, """{"name":"C"}""", ("If-Match", "*"))).MustBe(200);
        (await Api.DeleteAsync(id, ("If-Match", "\"2\""))).MustRefuse(412, "precondition_failed");
        (await Api.DeleteAsync(id, ("If-Match", "\"3\""))).MustBe(204);
    }

    [Fact]
    public async Task Patches_at_the_same_time_are_all_kept()
    {
        var id = await Api.ConnectionAsync();

        var replies = await Task.WhenAll(
            Api.PatchAsync(id, """{"name":"B"}"""), Api.PatchAsync(id, """{"concurrencyLevel":3}"""));

        Assert.All(replies, r => r.MustBe(200));
        var read = (await Api.GetAsync(id)).Json;
        Assert.Equal(("B", 3), (read.GetProperty("name").GetString(), read.GetProperty("concurrencyLevel").GetInt32()));
    }

    [Fact]
    public async Task A_taken_name_is_a_conflict()
    {
        await Api.ConnectionAsync("A");

        (await Api.PatchAsync(await Api.ConnectionAsync("B"), """{"name":"a"}""")).MustRefuse(409, "conflict", "name");
    }

    [Fact]
    public async Task A_cleared_secret_is_gone()
    {
        var created = await Api.PostAsync(
            "connections?test=false",
            """{"name":"H","application":"http","settings":{"baseUri":"https://one.example","username":"u","password":"p"}}""");
        var id = $"connections/{created.MustBe(201).Json.GetProperty("id").GetString()}";

        var changed = await Api.PatchAsync($"{id}?test=false", """{"settings":{"password":null}}""");

        Assert.Equal("[]", changed.MustBe(200).Json.GetProperty("secrets").GetRawText());
    }
}
