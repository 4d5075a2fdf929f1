using System.Text.Json;
using Weir.IntegrationTests.Api;

namespace Weir.IntegrationTests.Configuration;

/// <summary>Secrets on their way through a configuration: given, promised, kept, never shown. // Promise 5</summary>
public sealed class ConfigurationSecretTests : ApiTest
{
    private const string Env = """{"$env":"DESK_PASSWORD"}""";

    private string Given => $$"""{"$secret":"{{Api.Gorgias.Password}}"}""";

    [Fact]
    public async Task A_given_secret_is_tested_afterwards_and_never_shown()
    {
        var applied = await ApplyAsync(Given);

        var test = Assert.Single(applied.Json.GetProperty("tests").EnumerateArray());
        Assert.True(test.GetProperty("ok").GetBoolean(), test.GetRawText());
        Assert.Equal(0, applied.Json.GetProperty("untested").GetArrayLength());
        Assert.Equal("online", (await ConnectionAsync()).GetProperty("status").GetString());
        Assert.DoesNotContain(Api.Gorgias.Password, applied.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Api.Gorgias.Password, (await Api.GetAsync("configuration")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_that_fails_undoes_nothing()
    {
        var applied = await ApplyAsync("""{"$secret":"wrong"}""");

        var test = Assert.Single(applied.Json.GetProperty("tests").EnumerateArray());
        Assert.Equal("unauthorized", test.GetProperty("code").GetString());
        Assert.Equal("offline", (await ConnectionAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_secret_that_is_stored_already_is_no_change_and_not_tested_again()
    {
        await ApplyAsync(Given);

        var again = await ApplyAsync(Given);

        Assert.Equal("none", ActionOf(again));
        Assert.Equal(0, again.Json.GetProperty("tests").GetArrayLength());
        var connection = await ConnectionAsync();
        Assert.Equal((1, "online"), (connection.GetProperty("version").GetInt32(), connection.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Whoever_compares_a_secret_with_the_stored_one_stands_in_the_audit()
    {
        await ApplyAsync(Given, query: "?dryRun=true");
        await ApplyAsync(Given);
        await ApplyAsync(Env, query: "?dryRun=true");
        Assert.Equal([], await ComparedAsync());

        Assert.Equal("update", ActionOf(await ApplyAsync("""{"$secret":"a guess"}""", query: "?dryRun=true")));
        Assert.Equal("none", ActionOf(await ApplyAsync(Given, query: "?dryRun=true")));
        Assert.Equal("none", ActionOf(await ApplyAsync(Given)));
        Assert.Equal(["1 of Desk", "1 of Desk", "1 of Desk"], await ComparedAsync());

        await ApplyAsync("""{"$secret":"another"}""");
        Assert.Equal(["1 of Desk"], await ComparedAsync("configuration.applied"));
        Assert.Equal(3, (await ComparedAsync()).Count);
    }

    [Fact]
    public async Task Another_secret_is_told_without_its_value()
    {
        await ApplyAsync("""{"$secret":"wrong"}""");

        var changed = await ApplyAsync(Given);

        Assert.Equal(
            """[{"field":"settings.password","from":null,"to":null,"secret":true}]""",
            Assert.Single(changed.Json.GetProperty("changes").EnumerateArray()).GetProperty("fields").GetRawText());
        Assert.Equal("online", (await ConnectionAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_connection_that_waits_for_its_secret_is_read_and_applied_again()
    {
        await ApplyAsync(Env);
        var shown = (await Api.GetAsync("configuration")).MustBe(200);
        Assert.Contains("\"$env\":", shown.Text, StringComparison.Ordinal);

        var again = (await Api.PostAsync("configuration", shown.Text)).MustBe(200);

        Assert.Equal("none", ActionOf(again));
        Assert.Equal(1, again.Json.GetProperty("missing").GetArrayLength());
    }

    [Fact]
    public async Task A_promised_secret_leaves_the_stored_one()
    {
        await ApplyAsync(Given);

        var applied = await ApplyAsync(Env, ",\"concurrencyLevel\":3");

        Assert.Equal(("update", 0), (ActionOf(applied), applied.Json.GetProperty("missing").GetArrayLength()));
        var connection = await ConnectionAsync();
        Assert.Equal(["password"], connection.GetProperty("secrets").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal("online", connection.GetProperty("status").GetString());
        Assert.True((await TestAsync()).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task Without_a_stored_one_the_connection_is_stored_untested_and_listed_until_it_is_given()
    {
        var applied = await ApplyAsync(Env);

        Assert.Equal(
            """[{"connection":"Desk","field":"password","env":"DESK_PASSWORD"}]""", applied.Json.GetProperty("missing").GetRawText());
        Assert.Equal("""["Desk"]""", applied.Json.GetProperty("untested").GetRawText());
        Assert.Equal("untested", (await ConnectionAsync()).GetProperty("status").GetString());

        var again = await ApplyAsync(Env);
        Assert.Equal(("none", 1), (ActionOf(again), again.Json.GetProperty("missing").GetArrayLength()));

        await ApplyAsync(Given);
        Assert.Equal("online", (await ConnectionAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_stored_secret_never_goes_to_another_address()
    {
        await ApplyAsync(Given);

        (await Api.PostAsync("configuration", Body(null, subdomain: "other")))
            .MustRefuse(422, "secret_required_again", "connections[0].settings.password");
        var moved = (await Api.PostAsync("configuration", Body(Env, subdomain: "other"))).MustBe(200);

        Assert.Equal(1, moved.Json.GetProperty("missing").GetArrayLength());
        var connection = await ConnectionAsync();
        Assert.Equal(0, connection.GetProperty("secrets").GetArrayLength());
        Assert.Equal("untested", connection.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_secret_that_is_left_out_stays_and_null_clears_it()
    {
        await ApplyAsync(Given);
        Assert.Equal("none", ActionOf(await ApplyAsync(null)));
        await ApplyAsync("null");
        Assert.Equal(0, (await ConnectionAsync()).GetProperty("secrets").GetArrayLength());

        (await Api.PostAsync("configuration?prune=true", Http("""{"$secret":"t"}"""))).MustBe(200);
        Assert.Equal(1, (await ConnectionAsync()).GetProperty("secrets").GetArrayLength());
        (await Api.PostAsync("configuration", Http("null"))).MustBe(200);
        Assert.Equal(0, (await ConnectionAsync()).GetProperty("secrets").GetArrayLength());
    }

    [Fact]
    public async Task A_needed_secret_that_nobody_speaks_of_is_refused() =>
        (await Api.PostAsync("configuration", Body(null))).MustRefuse(422, "required", "connections[0].settings.password");

    [Fact]
    public async Task A_dry_run_sees_what_is_missing_and_tests_nothing()
    {
        var planned = (await Api.PostAsync("configuration?dryRun=true", Body(Env))).MustBe(200);

        Assert.Equal(1, planned.Json.GetProperty("missing").GetArrayLength());
        Assert.Equal(0, (await Api.PostAsync("configuration?dryRun=true", Body(Given))).Json.GetProperty("tests").GetArrayLength());
        Assert.Equal(0, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_plain_secret_is_refused_with_how_to_write_it()
    {
        var refused = (await Api.PostAsync("configuration", Body("\"hunter2\""))).MustRefuse(
            422, "validation", "connections[0].settings.password");

        Assert.Contains("$env", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.Text, StringComparison.Ordinal);
    }

    private static string? ActionOf(Reply reply) =>
        Assert.Single(reply.Json.GetProperty("changes").EnumerateArray()).GetProperty("action").GetString();

    private async Task<Reply> ApplyAsync(string? password, string more = "", string query = "") =>
        (await Api.PostAsync($"configuration{query}", Body(password, more))).MustBe(200);

    private async Task<List<string>> ComparedAsync(string action = "configuration.compared") =>
    [
        .. (await Api.GetAsync($"audit?action={action}")).MustBe(200).Json.GetProperty("data").EnumerateArray()
            .Select(e => e.GetProperty("detail"))
            .Where(d => d.TryGetProperty("secretsCompared", out _))
            .Select(d => $"{d.GetProperty("secretsCompared")} of {d.GetProperty("comparedOf")}"),
    ];

    private string Body(string? password, string more = "", string subdomain = "fuchsia") =>
        $$"""
        {"connections":[{"name":"Desk","application":"gorgias",
          "settings":{"subdomain":"{{subdomain}}","username":"{{Api.Gorgias.Username}}"{{(password is null ? "" : $",\"password\":{password}")}} }{{more}} }]}
        """;

    private static string Http(string token) =>
        $$"""{"connections":[{"name":"Sink","application":"http","settings":{"baseUri":"http://127.0.0.1:9","token":{{token}} } }]}""";

    private async Task<JsonElement> ConnectionAsync() =>
        Assert.Single((await Api.GetAsync("connections")).Json.GetProperty("data").EnumerateArray());

    private async Task<JsonElement> TestAsync()
    {
        var id = (await ConnectionAsync()).GetProperty("id").GetString();
        return (await Api.PostAsync($"connections/{id}/test")).MustBe(200).Json;
    }
}
