using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

/// <summary>Previews of exports, imports and steps against the sandbox.</summary>
public sealed class DocumentPreviewTests : ApiTest
{
    [Fact]
    public async Task A_list_shows_its_first_records_and_asks_for_no_more()
    {
        var preview = await ExportAsync(""","operation":"tickets.list" """, ""","limit":3""");

        Assert.Equal(["records", "exchanges"], preview.EnumerateObject().Select(f => f.Name));
        Assert.Equal(3, preview.GetProperty("records").GetArrayLength());
        var exchange = Assert.Single(preview.GetProperty("exchanges").EnumerateArray());
        Assert.Contains("limit=3", exchange.GetProperty("request").GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task A_filter_and_a_transform_are_applied_as_in_a_run()
    {
        var preview = await ExportAsync(
            ""","operation":"tickets.list","transform":{"id":"$.id","open":{"@from":"$.status"}},"filter":{"==":[{"var":"open"},"open"]}""",
            ""","limit":2""");

        Assert.All(preview.GetProperty("records").EnumerateArray(), record =>
        {
            Assert.Equal(["id", "open"], record.EnumerateObject().Select(f => f.Name));
            Assert.Equal("open", record.GetProperty("open").GetString());
        });
    }

    [Fact]
    public async Task A_lookup_shows_what_it_finds_for_the_record()
    {
        var connection = await Api.ConnectionAsync();
        var ticket = (await PreviewAsync(connection, ""","operation":"tickets.list" """, ""","limit":1""")).GetProperty("records")[0];

        var preview = await PreviewAsync(
            connection, ""","operation":"customers.get","parameters":{"id":"{{customer.id}}"}""", $",\"record\":{ticket.GetRawText()}");

        Assert.Equal(
            ticket.GetProperty("customer").GetProperty("id").GetInt64(),
            Assert.Single(preview.GetProperty("records").EnumerateArray()).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task What_the_application_refuses_is_in_the_answer()
    {
        var preview = await ExportAsync(
            ""","operation":"customers.get","parameters":{"id":"{{id}}"}""", ""","record":{"id":999999}""");

        Assert.Empty(preview.GetProperty("records").EnumerateArray());
        Assert.Equal("not_found", preview.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(404, preview.GetProperty("exchanges")[0].GetProperty("response").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_preview_takes_its_turn_in_the_pool_and_is_seen_in_the_traffic()
    {
        var connection = await Api.ConnectionAsync();
        await PreviewAsync(connection, ""","operation":"tickets.list" """, "");

        var traffic = (await Api.GetAsync($"{connection}/traffic")).MustBe(200).Json;
        Assert.Equal(1, traffic.GetProperty("peakInFlight").GetInt32());
    }

    [Fact]
    public async Task While_the_account_is_paused_nothing_is_sent()
    {
        var connection = await Api.ConnectionAsync();
        Api.Gorgias.Faults.Add(new FaultRule { Status = 429, RetryAfter = 600, Times = 1 });
        var first = await PreviewAsync(connection, ""","operation":"tickets.list" """, "");
        Assert.Equal("rate_limited", first.GetProperty("error").GetProperty("code").GetString());
        var sent = Api.Gorgias.Log.Read().Requests;

        var refused = (await Api.PostAsync(
            "exports/preview", Body(connection, ""","operation":"tickets.list" """, ""))).MustRefuse(429, "rate_limited");

        Assert.True(refused.Json.GetProperty("pausedUntil").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        Assert.Equal(sent, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task What_is_misspelt_or_of_another_kind_is_doubted_before_it_is_sent()
    {
        var connection = FlowKit.IdOf(await Api.ConnectionAsync());
        var preview = (await Api.PostAsync(
            "imports/preview",
            $$$"""
            {"import":{"connection":"{{{connection}}}","operation":"tickets.create","mapping":{"via":"api","subject":"$.n","mesages":[],
              "messages":[{"channel":"email","via":"api","from_agent":"yes","sent_datetme":"2019-01-01T00:00:00Z","created_datetime":"$.at"}] } },
             "records":[{"n":7,"at":"yesterday"},{"n":"x","at":"2019-01-01T00:00:00Z"}]}
            """)).MustBe(200).Json;

        Assert.Equal(2, preview.GetProperty("requests").GetArrayLength());
        Assert.Equal(
            [
                "0 subject should be a text, and is the number 7",
                "0 mesages is not among the fields that are known here: did you mean 'messages'?",
                "0 messages[0].from_agent should be true or false, and is a text",
                "0 messages[0].sent_datetme is not among the fields that are known here: did you mean 'sent_datetime'?",
                "0 messages[0].created_datetime should be a time, as in 2026-01-31T10:00:00Z",
                "1 mesages is not among the fields that are known here: did you mean 'messages'?",
                "1 messages[0].from_agent should be true or false, and is a text",
                "1 messages[0].sent_datetme is not among the fields that are known here: did you mean 'sent_datetime'?",
            ],
            preview.GetProperty("warnings").EnumerateArray().Select(w => $"{w.GetProperty("index")} {w.GetProperty("field")} {w.GetProperty("message")}"));
    }

    [Fact]
    public async Task An_import_is_shown_and_nothing_is_sent()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var preview = (await Api.PostAsync(
            "imports/preview",
            $$$"""
            {"import":{"connection":"{{{FlowKit.IdOf(kit.SinkConnection)}}}","request":{"method":"POST","path":"/things/{{id}}"},
              "mapping":{"id":"$.id","n":{"@from":"$.n","@type":"integer"} } },
             "records":[{"id":12345678901234567890,"n":1},{"id":2,"n":"x"}]}
            """)).MustBe(200).Json;

        var request = Assert.Single(preview.GetProperty("requests").EnumerateArray());
        Assert.Equal(["method", "url", "headers", "body"], request.EnumerateObject().Select(f => f.Name));
        Assert.Equal("""{"id":12345678901234567890,"n":1}""", request.GetProperty("body").GetString());
        var error = Assert.Single(preview.GetProperty("errors").EnumerateArray());
        Assert.Equal(["index", "code", "field", "message"], error.EnumerateObject().Select(f => f.Name));
        Assert.Equal((1, "mapping", "n"), (error.GetProperty("index").GetInt32(), error.GetProperty("code").GetString(), error.GetProperty("field").GetString()));
        Assert.Equal(0, kit.Sink.Log.Read().Requests);
    }

    [Fact]
    public async Task The_rows_of_a_file_are_shown_and_not_written()
    {
        var files = (await Api.PostAsync("connections?test=false", """{"name":"F","application":"files","settings":{"folder":"out"}}"""))
            .MustBe(201).Json.GetProperty("id").GetString();

        var preview = (await Api.PostAsync(
            "imports/preview",
            $$"""
            {"import":{"connection":"{{files}}","operation":"files.write","parameters":{"name":"t.jsonl","format":"jsonl"} },
             "records":[{"a": 1.0},[2]]}
            """)).MustBe(200).Json;

        var request = Assert.Single(preview.GetProperty("requests").EnumerateArray());
        Assert.Equal(
            ("APPEND", "t.jsonl", "{\"a\":1.0}\n[2]\n"),
            (request.GetProperty("method").GetString(), request.GetProperty("url").GetString(), request.GetProperty("body").GetString()));
        Assert.False(Directory.Exists(Path.Combine(Api.DataFolder, "files", "out")));
    }

    [Fact]
    public async Task A_step_is_previewed_by_its_id()
    {
        await using var kit = await FlowKit.MakeAsync(Api);

        var preview = (await Api.PostAsync($"{kit.Flow}/steps/write/preview", """{"record":{"id":5,"status":"open"}}""")).MustBe(200).Json;

        Assert.Equal(["record", "input", "requests", "exchanges", "skipped", "errors"], preview.EnumerateObject().Select(f => f.Name));
        Assert.Equal("""{"id":5,"status":"open"}""", preview.GetProperty("requests")[0].GetProperty("body").GetString());
        (await Api.PostAsync($"{kit.Flow}/steps/nobody/preview", """{"record":{}}""")).MustRefuse(404, "not_found");
        (await Api.PostAsync("flows/flow_nobody/steps/write/preview", """{"record":{}}""")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task A_record_of_the_source_comes_to_a_step_that_is_not_saved_with_what_lookups_add()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var lookup = await kit.CreateAsync(
            "exports",
            $$$"""{"name":"Customer","connection":"{{{FlowKit.IdOf(kit.Gorgias)}}}","operation":"customers.get","parameters":{"id":"{{customer.id}}"} }""");
        var flow = $$"""
            {"sources":[{"id":"tickets","export":"{{FlowKit.IdOf(kit.Export)}}"}],"steps":[
              {"id":"who","lookup":"{{FlowKit.IdOf(lookup)}}","into":"found"},
              {"id":"route","branch":{"mode":"first","cases":[
                {"name":"none","when":{"==":[1,2]},"steps":[{"id":"never","import":"{{FlowKit.IdOf(kit.Import)}}"}]},
                {"name":"rest","steps":[{"id":"new","import":"{{FlowKit.IdOf(kit.Import)}}"}]} ]} }]}
            """;

        var preview = (await Api.PostAsync($"{kit.Flow}/steps/new/preview", $$"""{"flow":{{flow}}}""")).MustBe(200).Json;
        var branch = (await Api.PostAsync($"{kit.Flow}/steps/route/preview", $$"""{"flow":{{flow}}}""")).MustBe(200).Json;
        var never = (await Api.PostAsync($"{kit.Flow}/steps/never/preview", $$"""{"flow":{{flow}}}""")).MustBe(200).Json;

        var input = preview.GetProperty("input");
        Assert.Equal(input.GetProperty("customer").GetProperty("id").GetInt64(), input.GetProperty("found").GetProperty("id").GetInt64());
        Assert.Equal(2, preview.GetProperty("exchanges").GetArrayLength());
        Assert.Single(preview.GetProperty("requests").EnumerateArray());
        Assert.Equal("[1]", branch.GetProperty("cases").GetRawText());
        Assert.Equal(JsonValueKind.Null, never.GetProperty("input").ValueKind);
        Assert.Equal(0, kit.Sink.Delivered);
    }

    [Fact]
    public async Task A_record_is_sent_through_a_step_once_when_that_is_asked_for_and_the_audit_knows()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        const string record = """{"id":5,"status":"open"}""";

        var sent = (await Api.PostAsync($"{kit.Flow}/steps/write/preview", $$"""{"record":{{record}},"send":true}""")).MustBe(200).Json;
        kit.Sink.Faults.Add(new() { Status = 422, Body = """{"error":{"message":"too short"}}""" });
        var refused = (await Api.PostAsync($"{kit.Flow}/steps/write/preview", $$"""{"record":{{record}},"send":true}""")).MustBe(200).Json;
        (await Api.PostAsync($"{kit.Flow}/steps/write/preview", """{"send":true}""")).MustRefuse(422, "required");

        Assert.Equal(200, sent.GetProperty("exchanges")[0].GetProperty("response").GetProperty("status").GetInt32());
        Assert.Equal((1, "rejected"), (kit.Sink.Delivered, refused.GetProperty("errors")[0].GetProperty("code").GetString()));
        var audit = (await Api.GetAsync("audit")).MustBe(200).Json.GetProperty("data");
        Assert.Equal(2, audit.EnumerateArray().Count(a => a.GetProperty("action").GetString() == "flow.tried"));
    }

    private static string Body(string connection, string export, string more) =>
        $$"""{"export":{"connection":"{{FlowKit.IdOf(connection)}}"{{export}} }{{more}} }""";

    private async Task<JsonElement> ExportAsync(string export, string more) =>
        await PreviewAsync(await Api.ConnectionAsync(), export, more);

    private async Task<JsonElement> PreviewAsync(string connection, string export, string more) =>
        (await Api.PostAsync("exports/preview", Body(connection, export, more))).MustBe(200).Json;
}
