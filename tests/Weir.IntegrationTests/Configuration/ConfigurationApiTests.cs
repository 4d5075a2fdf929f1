using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Weir.Engine.Audit;
using Weir.IntegrationTests.Api;

namespace Weir.IntegrationTests.Configuration;

/// <summary>All resources as one document, over the API.</summary>
public sealed class ConfigurationApiTests : ApiTest
{
    private const string Sink =
        """{"name":"Sink","application":"http","settings":{"baseUri":"http://127.0.0.1:9"}}""";

    [Fact]
    public async Task An_empty_server_has_an_empty_configuration()
    {
        var read = (await Api.GetAsync("configuration")).MustBe(200);

        Assert.Equal("""{"connections":[],"integrations":[],"exports":[],"imports":[],"flows":[],"alerts":[]}""", read.Text);
        Assert.Equal(34, read.ETag!.Length);
    }

    [Fact]
    public async Task A_configuration_refers_by_name_and_names_the_variables_of_its_secrets()
    {
        await MakeAsync();

        var read = (await Api.GetAsync("configuration")).MustBe(200);

        Assert.Equal(
            $$$"""
            {"connections":[{"name":"Gorgias fuchsia","application":"gorgias","settings":{"subdomain":"fuchsia","username":"{{{Api.Gorgias.Username}}}","password":{"$env":"GORGIAS_FUCHSIA_PASSWORD"}},"concurrencyLevel":10},{"name":"Sink","application":"http","settings":{"baseUri":"http://127.0.0.1:9"},"borrowConcurrencyFrom":"Gorgias fuchsia","concurrencyLevel":10}],"integrations":[{"name":"Desk","connections":["Gorgias fuchsia","Sink"]}],"exports":[{"name":"Tickets","connection":"Gorgias fuchsia","operation":"tickets.list","mode":"all"}],"imports":[{"name":"Sink","connection":"Sink","mapping":{"id":"$.id","note":null},"batchSize":1,"order":"any","request":{"method":"POST","path":"/x"}}],"flows":[{"name":"Move","integration":"Desk","enabled":true,"sources":[{"id":"tickets","export":"Tickets"}],"steps":[{"id":"step1","enabled":true,"import":"Sink","onError":"stop"}],"runNext":[]}],"alerts":[{"name":"Team","import":"Sink","events":["flow.failed"],"integration":"Desk","enabled":true}]}
            """.Replace(",\"runNext\":[]", "", StringComparison.Ordinal),
            read.Text.Replace(",\"runNext\":[]", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_read_changes_nothing_and_its_tag_stays()
    {
        await MakeAsync();
        var read = await Api.GetAsync("configuration");

        var applied = (await Api.PostAsync("configuration?prune=true", read.Text)).MustBe(200);

        Assert.Equal(["none"], Actions(applied).Distinct());
        Assert.Equal((7, read.ETag), (Actions(applied).Count, applied.ETag));
        Assert.Equal(1, (await ConnectionAsync("Gorgias fuchsia")).GetProperty("version").GetInt32());
        Assert.Equal(read.Text, (await Api.GetAsync("configuration")).Text);
    }

    [Fact]
    public async Task A_dry_run_tells_and_changes_nothing()
    {
        var before = await Api.GetAsync("configuration");

        var planned = (await Api.PostAsync("configuration?dryRun=true", Whole())).MustBe(200);

        Assert.Equal(Enumerable.Repeat("create", 7), Actions(planned));
        Assert.Equal((before.ETag, before.Text), (planned.ETag, (await Api.GetAsync("configuration")).Text));
    }

    [Fact]
    public async Task A_change_is_told_field_by_field_and_what_is_left_out_has_its_default()
    {
        await MakeAsync();

        var applied = (await Api.PostAsync(
            "configuration",
            """{"exports":[{"name":"TICKETS","connection":"gorgias FUCHSIA","operation":"tickets.list","mode":"limit","limit":3}]}""")).MustBe(200);

        var change = Assert.Single(applied.Json.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            ["name: \"Tickets\" → \"TICKETS\"", "mode: \"all\" → \"limit\"", "limit:  → 3"],
            change.GetProperty("fields").EnumerateArray().Select(f =>
                $"{f.GetProperty("field")}: {f.GetProperty("from").GetRawText().Replace("null", "", StringComparison.Ordinal)} → {f.GetProperty("to").GetRawText()}"));
        Assert.Equal(6, applied.Json.GetProperty("left").GetArrayLength());
        var export = (await Api.GetAsync("exports")).Json.GetProperty("data")[0];
        Assert.Equal((2, "TICKETS"), (export.GetProperty("version").GetInt32(), export.GetProperty("name").GetString()));

        var back = (await Api.PostAsync(
            "configuration", """{"exports":[{"name":"Tickets","connection":"Gorgias fuchsia","operation":"tickets.list"}]}""")).MustBe(200);
        Assert.Equal(["update"], Actions(back));
        Assert.Equal(JsonValueKind.Null, (await Api.GetAsync("exports")).Json.GetProperty("data")[0].GetProperty("limit").ValueKind);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_with_its_path_and_nothing_is_stored()
    {
        var refused = (await Api.PostAsync(
            "configuration",
            """
            {"connections":[{"name":"A","application":"gorgias","settings":{"subdomain":"a b","username":"x","password":"plain"}},
                            {"name":"B","application":"http","settings":{"baseUri":"https://b.example"},"borrowConcurrencyFrom":"C"},
                            {"name":"C","application":"http","settings":{"baseUri":"https://c.example"},"borrowConcurrencyFrom":"B"}],
             "exports":[{"name":"Good","connection":"B","request":{"path":"/x"}},{"name":"E","connection":"Nobody","operation":"x"},
                        {"name":"F","connection":"A","operation":"tickets.list"},{"name":"G","connection":7}],
             "imports":[{"name":"I","connection":"B","request":{"path":"/x"},"mapping":{"a":{"@lookup":"none"}},"color":1}],
             "flows":[{"name":"L","integration":"None","sources":[{"export":"E"}],
                       "steps":[{"branch":{"cases":[{"name":"x","when":true,"steps":[{"import":"Nowhere"}]}]}}]}]}
            """)).MustRefuse(422, "validation");

        Assert.Equal(
            """
            connections[0].settings.password
            connections[0].settings.subdomain
            connections[0].settings.username
            connections[2].borrowConcurrencyFrom
            exports[1].connection
            exports[3].connection
            flows[0].integration
            flows[0].steps[0].branch.cases[0].steps[0].import
            imports[0].color
            imports[0].mapping.a.@lookup
            """,
            string.Join('\n', Fields(refused).Order(StringComparer.Ordinal)));
        Assert.Equal(0, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"exports":{}}""", "exports")]
    [InlineData("""{"exports":[7]}""", "exports[0]")]
    [InlineData("""{"exports":[{}]}""", "exports[0].name")]
    [InlineData("""{"export":[]}""", "export")]
    [InlineData("""{"integrations":[{"name":"A"},{"name":" a "}]}""", "integrations[1].name")]
    [InlineData("""{"integrations":[{"name":"A","id":"int_1"}]}""", "integrations[0].id")]
    [InlineData("""{"integrations":[{"name":"A","connections":["X"]}]}""", "integrations[0].connections[0]")]
    [InlineData("""{"connections":[{"name":"A","application":"none"}]}""", "connections[0].application")]
    [InlineData("""{"connections":[{"name":"A","application":"http","settings":{"baseUri":{"$env":"X"}}}]}""", "connections[0].settings.baseUri")]
    [InlineData("""{"connections":[{"name":"A","application":"http","settings":{"baseUri":"https://a.example","token":{"$env":"1X"}}}]}""", "connections[0].settings.token")]
    public async Task A_body_that_is_no_configuration_is_refused_with_its_field(string body, string field) =>
        Assert.Contains(field, Fields((await Api.PostAsync("configuration", body)).MustBe(422)));

    [Theory]
    [InlineData("?dryrun=true")]
    [InlineData("?dryRun=yes")]
    [InlineData("?prune=true&prune=true")]
    public async Task A_misspelt_question_is_refused_and_nothing_is_stored(string query)
    {
        (await Api.PostAsync($"configuration{query}", $$"""{"connections":[{{Sink}}]}""")).MustBe(422);

        Assert.Equal(0, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Only_with_prune_is_anything_deleted_and_users_go_with_what_they_use()
    {
        await MakeAsync();
        var sink = $$"""{"connections":[{{Sink}}]}""";

        (await Api.PostAsync("configuration", """{"exports":[]}""")).MustBe(200);
        Assert.Equal(7, (await Api.PostAsync("configuration?dryRun=true", "{}")).Json.GetProperty("left").GetArrayLength());
        var pruned = (await Api.PostAsync("configuration?prune=true", sink)).MustBe(200);

        Assert.Equal(6, Actions(pruned).Count(a => a == "delete"));
        Assert.Equal("Sink", (await Api.GetAsync("connections")).Json.GetProperty("data")[0].GetProperty("name").GetString());
        Assert.Equal(0, (await Api.GetAsync("flows")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task What_is_to_stay_cannot_refer_to_what_would_be_deleted()
    {
        await MakeAsync();

        var refused = await Api.PostAsync(
            "configuration?prune=true",
            """{"exports":[{"name":"Tickets","connection":"Gorgias fuchsia","operation":"tickets.list"}]}""");

        refused.MustRefuse(409, "in_use", "exports[0].connection");
        Assert.Equal(2, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Parts_may_change_together_where_no_order_of_single_changes_would_do()
    {
        await MakeAsync();

        // The export becomes a lookup while the flow that reads from it takes another one.
        var applied = await Api.PostAsync(
            "configuration",
            """
            {"exports":[{"name":"Tickets","connection":"Gorgias fuchsia","operation":"tickets.get","parameters":{"id":"{{id}}"}},
                        {"name":"All tickets","connection":"Gorgias fuchsia","operation":"tickets.list"}],
             "flows":[{"name":"Move","sources":[{"id":"tickets","export":"All tickets"}],
                       "steps":[{"lookup":"Tickets","into":"more"},{"import":"Sink"}]}]}
            """);

        applied.MustBe(200);
        Assert.Equal(["create", "update", "update"], Actions(applied).Order(StringComparer.Ordinal));
        var flow = (await Api.GetAsync("flows")).Json.GetProperty("data")[0];
        Assert.Equal(["step1", "step2"], flow.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_change_that_a_flow_elsewhere_does_not_bear_is_refused()
    {
        await MakeAsync();

        (await Api.PostAsync(
            "configuration",
            """{"exports":[{"name":"Tickets","connection":"Gorgias fuchsia","operation":"tickets.get","parameters":{"id":"{{id}}"}}]}"""))
            .MustRefuse(422, "validation", "exports[0].operation");
    }

    [Fact]
    public async Task Who_borrows_from_whom_can_be_turned_round_in_one_call()
    {
        await MakeAsync();
        var read = (await Api.GetAsync("configuration")).Text;
        var turned = read
            .Replace(",\"borrowConcurrencyFrom\":\"Gorgias fuchsia\"", "", StringComparison.Ordinal)
            .Replace("PASSWORD\"}},", "PASSWORD\"}},\"borrowConcurrencyFrom\":\"Sink\",", StringComparison.Ordinal);

        (await Api.PostAsync("configuration", turned)).MustBe(200);

        var gorgias = await ConnectionAsync("Gorgias fuchsia");
        var sink = await ConnectionAsync("Sink");
        Assert.Equal(sink.GetProperty("id").GetString(), gorgias.GetProperty("borrowConcurrencyFrom").GetString());
        var traffic = (await Api.GetAsync($"connections/{gorgias.GetProperty("id").GetString()}/traffic")).MustBe(200);
        Assert.Equal(sink.GetProperty("id").GetString(), traffic.Json.GetProperty("pool").GetString());
    }

    [Fact]
    public async Task With_another_tag_than_the_present_one_it_is_refused()
    {
        var tag = (await Api.GetAsync("configuration")).ETag!;
        (await Api.PostAsync("configuration", $$"""{"connections":[{{Sink}}]}""", ("If-Match", tag))).MustBe(200);

        (await Api.PostAsync("configuration?prune=true", "{}", ("If-Match", tag))).MustRefuse(412, "precondition_failed");
        (await Api.PostAsync("configuration?prune=true", "{}", ("If-Match", "nonsense"))).MustRefuse(412, "precondition_failed");
        Assert.Equal(1, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Of_two_at_once_both_are_whole()
    {
        static string Body(string tag) =>
            $$"""
            {"connections":[{"name":"Shared {{tag}}","application":"http","settings":{"baseUri":"http://127.0.0.1:9"} }],
             "exports":[{{string.Join(',', Enumerable.Range(0, 20).Select(i => $$"""{"name":"E{{i}}","connection":"Shared {{tag}}","request":{"path":"/x"} }"""))}}]}
            """;

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(i => Api.PostAsync("configuration", Body($"{i}"))));

        Assert.All(replies, reply => reply.MustBe(200));
        var read = (await Api.GetAsync("configuration")).Json;
        Assert.Equal(6, read.GetProperty("connections").GetArrayLength());
        Assert.Single(read.GetProperty("exports").EnumerateArray().Select(e => e.GetProperty("connection").GetString()).Distinct());
    }

    [Fact]
    public async Task It_stands_in_the_audit_as_a_whole_and_change_by_change()
    {
        (await Api.PostAsync("configuration", Whole())).MustBe(200);

        var audit = await Api.Services.GetRequiredService<AuditTrail>()
            .ListAsync(new AuditQuery(), 50, null, TestContext.Current.CancellationToken);
        var entries = audit.Data.Select(e => e.Action).ToList();

        Assert.Equal(8, entries.Count(e => e != "connection.tested"));
        Assert.Contains("configuration.applied", entries);
        Assert.Contains("flow.created", entries);
    }

    [Fact]
    public async Task A_large_configuration_is_taken_and_a_larger_one_is_refused()
    {
        var big = new string('x', 200_000);
        var exports = string.Join(',', Enumerable.Range(0, 60).Select(i =>
            $$"""{"name":"E{{i}}","connection":"Sink","request":{"path":"/x","query":{"q":"{{big}}"} } }"""));

        (await Api.PostAsync("configuration", $$"""{"connections":[{{Sink}}],"exports":[{{exports}}]}""")).MustBe(200);

        (await Api.PostAsync("configuration", $$"""{"x":"{{new string('x', 17 * 1024 * 1024)}}"}""")).MustRefuse(413, "too_large");
        (await Api.PostAsync("exports", $$"""{"name":"{{new string('x', 2 * 1024 * 1024)}}"}""")).MustRefuse(413, "too_large");
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_also_for_a_large_body()
    {
        var body = $$"""{"connections":[{{Sink}}],"exports":[{"name":"E","connection":"Sink","request":{"path":"/x","query":{"q":"{{new string('x', 900_000)}}"} } },{"name":"F","connection":"Sink","request":{"path":"/x","query":{"q":"{{new string('x', 900_000)}}"} } }]}""";

        var first = (await Api.PostAsync("configuration", body, ("Idempotency-Key", "k"))).MustBe(200);
        var second = (await Api.PostAsync("configuration", body, ("Idempotency-Key", "k"))).MustBe(200);

        Assert.Equal(first.Text, second.Text);
        Assert.Contains("create", Actions(second));
    }

    private static List<string> Actions(Reply reply) =>
        [.. reply.Json.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("action").GetString()!)];

    private static List<string> Fields(Reply reply) =>
        [.. reply.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!)];

    private Task MakeAsync() => ApplyAsync(Whole());

    private async Task ApplyAsync(string body) => (await Api.PostAsync("configuration", body)).MustBe(200);

    /// <summary>Two connections, and one of everything else.</summary>
    private string Whole() =>
        $$$"""
        {"connections":[{"name":"Sink","application":"http","settings":{"baseUri":"http://127.0.0.1:9"},"borrowConcurrencyFrom":"Gorgias fuchsia"},
                        {"name":"Gorgias fuchsia","application":"gorgias","settings":{"subdomain":"fuchsia",
                         "username":"{{{Api.Gorgias.Username}}}","password":{"$secret":"{{{Api.Gorgias.Password}}}"} } }],
         "integrations":[{"name":"Desk","connections":["Gorgias fuchsia","Sink"]}],
         "exports":[{"name":"Tickets","connection":"Gorgias fuchsia","operation":"tickets.list"}],
         "imports":[{"name":"Sink","connection":"Sink","request":{"method":"POST","path":"/x"},"mapping":{"id":"$.id","note":null}}],
         "flows":[{"name":"Move","integration":"Desk","sources":[{"id":"tickets","export":"Tickets"}],"steps":[{"import":"Sink"}]}],
         "alerts":[{"name":"Team","import":"Sink","integration":"Desk","events":["flow.failed"]}]}
        """;

    private async Task<JsonElement> ConnectionAsync(string name) =>
        (await Api.GetAsync("connections")).Json.GetProperty("data").EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == name);
}
