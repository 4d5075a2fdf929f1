using System.Text.Json;

namespace Weir.IntegrationTests.Api;

public sealed class ConnectionCreationTests : ApiTest
{
    [Fact]
    public async Task A_connection_is_tested_and_then_stored()
    {
        var created = (await Api.PostAsync("connections", Api.Body(" Gorgias fuchsia "))).MustBe(201);

        Assert.Equal("\"1\"", created.ETag);
        Assert.Equal($"/v1/connections/{created.Json.GetProperty("id").GetString()}", created.Headers.Location!.ToString());
        Assert.Equal("Gorgias fuchsia", created.Json.GetProperty("name").GetString());
        Assert.Equal("online", created.Json.GetProperty("status").GetString());
        Assert.True(created.Json.GetProperty("lastTest").GetProperty("ok").GetBoolean());
        Assert.Equal(1, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task It_reads_as_the_contract_shows_it()
    {
        var id = await Api.ConnectionAsync();

        var read = (await Api.GetAsync(id)).MustBe(200);

        Assert.Equal(
            [
                "id", "name", "application", "settings", "secrets", "borrowConcurrencyFrom", "concurrencyLevel", "status",
                "lastTest", "integrations", "version", "createdAt", "updatedAt",
            ],
            read.Json.EnumerateObject().Select(f => f.Name));
        Assert.Equal($$"""{"subdomain":"fuchsia","username":"{{Api.Gorgias.Username}}"}""", read.Json.GetProperty("settings").GetRawText());
        Assert.Equal("[\"password\"]", read.Json.GetProperty("secrets").GetRawText());
        Assert.Equal(10, read.Json.GetProperty("concurrencyLevel").GetInt32());
        Assert.EndsWith("Z", read.Json.GetProperty("createdAt").GetString());
    }

    [Fact]
    public async Task One_whose_test_fails_is_refused_with_the_result_and_nothing_is_stored()
    {
        var refused = (await Api.PostAsync("connections", Api.Body("A", password: "wrong")))
            .MustRefuse(422, "connection.test_failed");

        Assert.False(refused.Json.GetProperty("test").GetProperty("ok").GetBoolean());
        Assert.Equal("unauthorized", refused.Json.GetProperty("test").GetProperty("code").GetString());
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task It_can_be_stored_untested()
    {
        var created = (await Api.PostAsync("connections?test=false", Api.Body("A", password: "wrong"))).MustBe(201);

        Assert.Equal("untested", created.Json.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, created.Json.GetProperty("lastTest").ValueKind);
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task Secrets_are_never_sent_back_in_any_form()
    {
        var created = await Api.PostAsync("connections", Api.Body("A"));
        var id = $"connections/{created.Json.GetProperty("id").GetString()}";

        foreach (var reply in (Reply[])
            [
                created, await Api.GetAsync(id), await Api.GetAsync("connections"), await Api.PatchAsync(id, "{}"),
                await Api.PostAsync($"{id}/test"), await Api.PostAsync("connections", Api.Body("A")),
            ])
        {
            Assert.DoesNotContain(Api.Gorgias.Password, reply.Text);
        }
    }

    [Fact]
    public async Task No_file_of_the_server_holds_a_secret_in_clear()
    {
        (await Api.PostAsync("connections", Api.Body("A"))).MustBe(201);

        foreach (var file in Directory.EnumerateFiles(Api.DataFolder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var text = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(Api.Gorgias.Password, await text.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("fuchsia")]
    [InlineData("fuchsia.gorgias.com")]
    [InlineData("https://fuchsia.gorgias.com/anything")]
    public async Task Whatever_is_pasted_as_subdomain_is_stored_as_its_label(string pasted)
    {
        var created = await Api.PostAsync("connections", Api.Body("A").Replace("\"fuchsia\"", $"\"{pasted}\"", StringComparison.Ordinal));

        Assert.Equal("fuchsia", created.MustBe(201).Json.GetProperty("settings").GetProperty("subdomain").GetString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("26")]
    [InlineData("\"5\"")]
    [InlineData("5.5")]
    [InlineData("5.0")]
    [InlineData("1e1")]
    [InlineData("true")]
    [InlineData("99999999999999999999999")]
    [InlineData("null")]
    public async Task A_level_that_is_no_whole_number_from_1_to_25_is_refused(string level)
    {
        (await Api.PostAsync("connections", Api.Body("A", $",\"concurrencyLevel\":{level}")))
            .MustRefuse(422, "validation", "concurrencyLevel");
        Assert.Empty(await NamesAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    public async Task A_level_in_range_is_kept(int level)
    {
        var created = await Api.PostAsync("connections", Api.Body("A", $",\"concurrencyLevel\":{level}"));

        Assert.Equal(level, created.MustBe(201).Json.GetProperty("concurrencyLevel").GetInt32());
    }

    [Theory]
    [InlineData("""{"application":"gorgias","settings":{"subdomain":"a","username":"a@b.example","password":"p"}}""", "required", "name")]
    [InlineData("""{"name":"A","settings":{}}""", "required", "application")]
    [InlineData("""{"name":"A","application":"nothing","settings":{}}""", "validation", "application")]
    [InlineData("""{"name":"A","application":"gorgias"}""", "required", "settings.subdomain")]
    [InlineData("""{"name":"A","application":"gorgias","settings":[]}""", "validation", "settings")]
    [InlineData("""{"name":"A","application":"gorgias","settings":{"subdomain":"a","username":"a@b.example"}}""", "required", "settings.password")]
    [InlineData("""{"name":"A","application":"gorgias","settings":{"subdomain":"a.b","username":"a@b.example","password":"p"}}""", "validation", "settings.subdomain")]
    [InlineData("""{"name":"A","application":"gorgias","settings":{"subdomain":"a","username":"nobody","password":"p"}}""", "validation", "settings.username")]
    [InlineData("""{"name":"A","application":"gorgias","settings":{"subdomain":"a","username":"a@b.example","password":"p","extra":1}}""", "unknown_field", "settings.extra")]
    [InlineData("""{"name":"A","application":"gorgias","bogus":null,"settings":{"subdomain":"a","username":"a@b.example","password":"p"}}""", "unknown_field", "bogus")]
    [InlineData("""{"name":"A","application":"gorgias","status":"online","settings":{"subdomain":"a","username":"a@b.example","password":"p"}}""", "read_only", "status")]
    [InlineData("""{"name":"A","name":"B","application":"gorgias","settings":{}}""", "duplicate_field", "name")]
    [InlineData("""{"name":"A","application":"gorgias","settings":{"subdomain":"a","subdomain":"b"}}""", "duplicate_field", "settings.subdomain")]
    public async Task What_is_wrong_is_told_with_its_field(string body, string code, string field)
    {
        var refused = (await Api.PostAsync("connections", body)).MustBe(422);

        Assert.Contains(
            (field, code),
            refused.Json.GetProperty("errors").EnumerateArray()
                .Select(e => (e.GetProperty("field").GetString()!, e.GetProperty("code").GetString()!)));
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task Names_are_unique_without_regard_to_case_and_space()
    {
        await Api.ConnectionAsync("Große Ärzte");

        (await Api.PostAsync("connections", Api.Body(" GROßE äRZTE "))).MustRefuse(409, "conflict", "name");
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task Of_many_with_one_name_at_once_exactly_one_is_stored()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Api.PostAsync("connections?test=false", Api.Body("A"))));

        Assert.Single(replies, r => r.Status == 201);
        Assert.All(replies.Where(r => r.Status != 201), r => r.MustRefuse(409, "conflict", "name"));
    }

    private async Task<IReadOnlyList<string?>> NamesAsync() =>
    [
        .. (await Api.GetAsync("connections")).Json.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("name").GetString()),
    ];
}
