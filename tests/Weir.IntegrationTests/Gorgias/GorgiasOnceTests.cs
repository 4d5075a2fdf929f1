using System.Text.Json;
using Weir.IntegrationTests.Api;
using Weir.IntegrationTests.Crash;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>What has an <c>external_id</c> is created once, whoever sends it and however often. // Promise 2</summary>
public sealed class GorgiasOnceTests : IAsyncLifetime
{
    private const string Message = """{"channel":"email","from_agent":true,"body_html":"<b>{{text}}</b>","body_text":"$.text","external_id":"$.key"}""";
    private const string Ticket = """{"via":"api","external_id":"$.key","subject":"$.text","messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"hello","sender":{"email":"a@mail.example"}}]}""";
    private const string OfTicket = """{"ticket_id":"{{ticket}}"}""";

    private ApiHost _api = null!;
    private WritesKit _kit = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = 20, RateLimit = false });
        _kit = await WritesKit.MakeAsync(_api);
    }

    public async ValueTask DisposeAsync()
    {
        await _kit.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("messages.import", OfTicket, Message)]
    [InlineData("messages.reply", OfTicket, """{"body_text":"$.text","external_id":"$.key"}""")]
    [InlineData("messages.addNote", OfTicket, """{"body_text":"$.text","external_id":"$.key"}""")]
    [InlineData("tickets.create", "{}", Ticket)]
    public async Task Records_of_one_key_make_one_also_in_two_runs_at_once(string operation, string parameters, string mapping)
    {
        var records = Records(60, keys: 20);
        var first = await _kit.FlowAsync(operation, parameters, mapping, records);
        var second = await _kit.FlowAsync(operation, parameters, mapping, records);
        var runs = await Task.WhenAll(_kit.RunAsync(first), _kit.RunAsync(second));
        Assert.All(runs, r => r.MustBeGood());
        Assert.Equal(20, _kit.Gorgias.Writes().Count);
        (await _kit.RunAsync(first)).MustBeGood();
        Assert.Equal(20, _kit.Gorgias.Writes().Count);
    }

    [Fact]
    public async Task A_reply_that_was_sent_is_not_sent_again_after_an_agent_went_on_with_it()
    {
        var flow = await _kit.FlowAsync("messages.reply", OfTicket, """{"body_text":"$.text","external_id":"$.key"}""", Records(1, 1));
        (await _kit.RunAsync(flow)).MustBeGood();
        var sent = Assert.Single(_kit.Gorgias.Writes());
        await _kit.Account.WriteAsync(
            "messages.update",
            $$"""{"ticket_id":{{_kit.Gorgias.TicketIds()[0]}},"id":{{sent.Id}} }""",
            """{"channel":"email","via":"api","from_agent":true,"body_text":"another text"}""");
        (await _kit.RunAsync(flow)).MustBeGood();
        Assert.Single(_kit.Gorgias.Writes(), w => w.Method == "POST");
    }

    [Theory]
    [InlineData("messages.import", OfTicket, Message)]
    [InlineData("tickets.create", "{}", Ticket)]
    [InlineData("macros.create", "{}", """{"name":"$.text","external_id":"$.key"}""")]
    [InlineData("customers.create", "{}", """{"name":"$.text","external_id":"$.key"}""")]
    public async Task Whatever_a_key_is_made_of_it_makes_one(string operation, string parameters, string mapping)
    {
        string[] keys = ["a b&c=d#e", "ä/ö?ü", "{{key}}", "100%41", "a,b", "'\"\\", "日本 \U0001F600", "ABC", "abc", "5", "05", "+5", "null", "\t", "a:b;c|d"];
        var ticket = _kit.Gorgias.TicketIds()[0];
        var flow = await _kit.FlowAsync(operation, parameters, mapping, JsonSerializer.Serialize(
            keys.Index().Select(k => new { trace = k.Index, ticket, text = $"text {k.Index}", key = k.Item })));
        (await _kit.RunAsync(flow)).MustBeGood();
        Assert.Equal(keys.Length, _kit.Gorgias.Writes().Count);
        (await _kit.RunAsync(flow)).MustBeGood();
        Assert.Equal(keys.Length, _kit.Gorgias.Writes().Count);
        (await _kit.WriteAsync(operation, parameters, mapping, $$"""[{"trace":"5","ticket":{{ticket}},"text":"text 9","key":5}]""")).MustBeGood();
        Assert.Equal(keys.Length, _kit.Gorgias.Writes().Count);
    }

    [Fact]
    public async Task The_same_key_in_another_ticket_is_another_message()
    {
        var tickets = _kit.Gorgias.TicketIds();
        (await _kit.WriteAsync(
            "messages.import", OfTicket, Message,
            $$"""[{"trace":1,"ticket":{{tickets[0]}},"key":"k","text":"a"},{"trace":2,"ticket":{{tickets[1]}},"key":"k","text":"b"}]""")).MustBeGood();
        Assert.Equal(2, _kit.Gorgias.Writes().Count);
    }

    [Fact]
    public async Task What_was_made_a_moment_ago_and_is_not_shown_is_an_error_and_no_second_one()
    {
        var flow = await _kit.FlowAsync("tickets.create", "{}", Ticket, Records(1, 1));
        (await _kit.RunAsync(flow)).MustBeGood();
        await _kit.Account.WriteAsync("tickets.delete", $$"""{"id":{{Assert.Single(_kit.Gorgias.Writes()).Id}} }""");

        // It was deleted, or is not shown yet: for a minute nobody knows which.
        Assert.Equal("conflict", Assert.Single((await _kit.RunAsync(flow)).Errors).Code);
        Assert.Single(_kit.Gorgias.Writes(), w => w.Method == "POST");
    }

    [Fact]
    public async Task A_failure_after_the_write_that_could_not_be_looked_at_is_found_by_its_retry()
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "POST /api/tickets", Status = 500, AfterWrite = true, Times = 1 });
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "GET /api/tickets", Status = 403, Skip = 1 });
        var flow = await _kit.FlowAsync("tickets.create", "{}", Ticket, Records(1, 1));
        Assert.Equal("outcome_unknown", Assert.Single((await _kit.RunAsync(flow)).Errors).Code);
        _kit.Gorgias.Faults.Clear();
        (await _kit.RetryAsync(flow)).MustBeGood();
        (await _kit.RunAsync(flow)).MustBeGood();
        Assert.Single(_kit.Gorgias.Writes());
    }

    [Fact]
    public async Task What_may_not_be_looked_for_is_not_sent()
    {
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "GET /api/tickets", Status = 403 });
        var flow = await _kit.FlowAsync("messages.reply", OfTicket, """{"body_text":"$.text","external_id":"$.key"}""", Records(1, 1));
        Assert.Equal("forbidden", Assert.Single((await _kit.RunAsync(flow)).Errors).Code);
        Assert.Empty(_kit.Gorgias.Writes());
    }

    [Fact]
    public async Task A_preview_shows_the_look_and_a_step_that_is_tried_twice_sends_once()
    {
        var ticket = _kit.Gorgias.TicketIds()[0];
        var flow = await _kit.FlowAsync("messages.import", OfTicket, Message, "[]");
        var record = $$"""{"ticket":{{ticket}},"key":"k","text":"a"}""";
        var step = $"{flow}/steps/write/preview";
        var shown = (await _api.PostAsync(step, $$"""{"record":{{record}} }""")).MustBe(200).Json;
        Assert.Equal(["GET", "POST"], Methods(shown, "requests"));
        Assert.Equal(["POST"], Methods((await _api.PostAsync(step, $$"""{"record":{"ticket":{{ticket}},"text":"a"} }""")).MustBe(200).Json, "requests"));

        var id = "";
        foreach (var sent in (string[][])[["GET", "POST"], ["GET"]])
        {
            var tried = (await _api.PostAsync(step, $$"""{"record":{{record}},"send":true}""")).MustBe(200).Json;
            Assert.Empty(tried.GetProperty("errors").EnumerateArray());
            Assert.Equal(sent, tried.GetProperty("exchanges").EnumerateArray().Select(e => e.GetProperty("request").GetProperty("method").GetString()));
            var answer = tried.GetProperty("record").GetProperty("answer").GetProperty("id").GetRawText();
            Assert.Equal(id.Length == 0 ? answer : id, id = answer);
        }

        Assert.Single(_kit.Gorgias.Writes());

        static IEnumerable<string?> Methods(JsonElement preview, string of) =>
            preview.GetProperty(of).EnumerateArray().Select(r => r.GetProperty("method").GetString());
    }

    [Theory]
    [InlineData("messages.reply", OfTicket, """{"body_text":"$.text","external_id":"$.key"}""")]
    [InlineData("customers.upsert", "{}", """{"name":"$.text","external_id":"$.key"}""")]
    public async Task A_step_that_is_tried_several_times_at_once_while_a_run_sends_the_record_makes_one(string operation, string parameters, string mapping)
    {
        var flow = await _kit.FlowAsync(operation, parameters, mapping, Records(1, 1));
        _kit.Gorgias.Faults.Add(new FaultRule { Match = "GET /api", LatencyMs = 100 });
        var body = $$"""{"record":{{Records(1, 1)[1..^1]}},"send":true}""";
        var tries = Enumerable.Range(0, 4).Select(_ => _api.PostAsync($"{flow}/steps/write/preview", body)).ToList();
        var run = _kit.RunAsync(flow);
        foreach (var tried in await Task.WhenAll(tries))
        {
            Assert.Empty(tried.MustBe(200).Json.GetProperty("errors").EnumerateArray());
        }

        (await run).MustBeGood();
        Assert.Single(_kit.Gorgias.Writes(), w => w.Method == "POST");
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_history_doubles_nothing_and_loses_nothing()
    {
        const int messages = 600;
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = 20 });
        await using var account = GorgiasAccount.At(fixture.Desk);
        await using var source = await AnswerServer.StartAsync(Stop);
        var records = Records(messages, messages, fixture.Desk);
        source.Answer = (_, _) => (200, records);
        var flow = await FlowAsync(fixture, source.Address);
        var run = await fixture.RunAsync(flow);
        await Wait.UntilAsync(() => fixture.Desk.Writes().Count > messages / 4, TimeSpan.FromSeconds(60), Stop);
        await fixture.Weir.KillAsync();
        await fixture.Weir.StartAsync();
        await fixture.EndOfAsync(run);

        // What was under way in that instant may not have arrived: it stands in the errors, and its retry sends it.
        var open = await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open");
        Assert.All(open, e => Assert.Equal("outcome_unknown", e.GetProperty("code").GetString()));
        var retry = await fixture.Api.PostAsync($"/v1/flows/{flow}/errors/retry", new { filter = new { } });
        await fixture.EndOfAsync(retry.GetProperty("id").GetString()!);
        await fixture.EndOfAsync(await fixture.RunAsync(flow));
        Assert.Empty(await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open"));
        var keys = (await account.ListAsync("messages.list"))
            .Select(m => m.GetProperty("external_id")).Where(k => k.ValueKind == JsonValueKind.String).Select(k => k.GetString()!)
            .Where(k => k.StartsWith("key-", StringComparison.Ordinal)).ToList();
        Assert.Equal((messages, messages), (keys.Count, keys.Distinct(StringComparer.Ordinal).Count()));
        Assert.Empty(fixture.Desk.Sendings());
    }

    private string Records(int count, int keys) => Records(count, keys, _kit.Gorgias);

    /// <summary>The same key comes to the same ticket.</summary>
    private static string Records(int count, int keys, GorgiasSandbox desk)
    {
        var tickets = desk.TicketIds();
        return $"[{string.Join(',', Enumerable.Range(0, count).Select(i =>
            $$"""{"trace":{{i}},"ticket":{{tickets[i % keys % tickets.Count]}},"key":"key-{{i % keys}}","text":"text {{i}}"}"""))}]";
    }

    private static async Task<string> FlowAsync(FlowFixture fixture, Uri source)
    {
        var from = await fixture.Api.CreateAsync(
            "connections", new { name = "Source", application = "http", settings = new { baseUri = source.ToString() } });
        var desk = await fixture.Api.CreateAsync("connections", new
        {
            name = "Desk",
            application = "gorgias",
            settings = new { subdomain = "fuchsia", username = fixture.Desk.Username, password = fixture.Desk.Password },
        });
        var export = await fixture.Api.CreateAsync(
            "exports", new { name = "History", connection = from, request = new { path = "/history" }, traceKey = "{{trace}}" });
        var import = await fixture.Api.CreateAsync("imports", new
        {
            name = "History",
            connection = desk,
            operation = "messages.import",
            parameters = JsonElement.Parse(OfTicket),
            mapping = JsonElement.Parse(Message),
        });
        return await fixture.Api.CreateAsync(
            "flows", new { name = "History", sources = new[] { new { id = "history", export } }, steps = new[] { new { id = "write", import } } });
    }
}
