using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

/// <summary>Alerts: at once, and once.</summary>
public sealed class AlertTests : ApiTest
{
    [Fact]
    public async Task A_flow_that_fails_is_told_once_and_again_only_after_it_has_worked()
    {
        await using var kit = await AlertKit.MakeAsync(Api);
        await kit.RunAsync(fails: true);
        var told = Assert.Single(await kit.ToldAsync(1));
        Assert.StartsWith("flow.failed: The flow 'Tickets to the sink' failed: ", told.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("Tickets to the sink", told.GetProperty("flow").GetString());

        await kit.RunAsync(fails: true);
        var alert = await kit.QuietAsync(raised: 1);
        Assert.Single(kit.Chat.SentTo("/channel"));
        Assert.Equal("flow.failed", alert.GetProperty("raised")[0].GetProperty("event").GetString());
        Assert.True(alert.GetProperty("last").GetProperty("ok").GetBoolean());

        await kit.RunAsync(fails: false);
        await kit.QuietAsync(raised: 0);
        await kit.RunAsync(fails: true);

        Assert.Equal(2, (await kit.ToldAsync(2)).Count);
    }

    [Fact]
    public async Task Many_failed_records_are_one_message_and_a_restart_tells_nothing_again()
    {
        await using var kit = await AlertKit.MakeAsync(Api);
        kit.Kit.Sink.Faults.Add(new FaultRule { Match = "/things", Status = 422 });
        await kit.RunAsync(fails: false);
        var told = Assert.Single(await kit.ToldAsync(1));
        Assert.Equal("flow.errors", told.GetProperty("text").GetString()!.Split(':')[0]);
        Assert.InRange(told.GetProperty("errors").GetInt32(), 1, 10);
        await kit.QuietAsync(raised: 1);

        await Api.RestartAsync();
        await kit.RunAsync(fails: false);
        await kit.QuietAsync(raised: 1);

        Assert.Single(kit.Chat.SentTo("/channel"));
    }

    [Fact]
    public async Task A_connection_that_goes_offline_is_told()
    {
        await using var kit = await AlertKit.MakeAsync(Api, ""","events":["connection.offline"]""");
        Api.Gorgias.Faults.Add(new FaultRule { Status = 401 });
        await Api.PostAsync($"{kit.Kit.Gorgias}/test");

        var told = Assert.Single(await kit.ToldAsync(1));

        Assert.StartsWith("connection.offline: The connection 'Gorgias' is offline: ", told.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("unauthorized", told.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_message_that_is_not_taken_is_tried_again_and_told_once()
    {
        await using var kit = await AlertKit.MakeAsync(Api);
        var answers = 0;
        kit.Chat.Answer = (_, _) => Interlocked.Increment(ref answers) == 1 ? (500, "{}") : (200, "{}");
        await kit.RunAsync(fails: true);

        await kit.ToldAsync(2);
        var alert = await kit.QuietAsync(raised: 1);

        Assert.Equal(2, alert.GetProperty("raised")[0].GetProperty("attempts").GetInt32());
        Assert.Equal(2, kit.Chat.SentTo("/channel").Count);
    }

    [Fact]
    public async Task What_may_not_be_repeated_is_given_up_when_no_answer_came()
    {
        await using var kit = await AlertKit.MakeAsync(Api);
        await Api.PatchAsync(kit.Import, """{"repeat":"never"}""");
        kit.Chat.Answer = (_, _) => null;
        await kit.RunAsync(fails: true);

        var alert = await kit.QuietAsync(raised: 1);

        Assert.Equal("outcome_unknown", alert.GetProperty("raised")[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, alert.GetProperty("raised")[0].GetProperty("sentAt").ValueKind);
        Assert.Single(kit.Chat.SentTo("/channel"));
    }

    [Fact]
    public async Task An_integration_s_alert_tells_of_its_flows_and_connections_only()
    {
        await using var kit = await AlertKit.MakeAsync(Api);
        var integration = FlowKit.IdOf(await kit.Kit.CreateAsync("integrations", """{"name":"Support"}"""));
        var other = await kit.Kit.CreateAsync(
            "alerts", $$"""{"name":"Support only","import":"{{FlowKit.IdOf(kit.Import)}}","integration":"{{integration}}"}""");
        await kit.RunAsync(fails: true);
        await kit.QuietAsync(raised: 1);
        Assert.Empty((await Api.GetAsync(other)).Json.GetProperty("raised").EnumerateArray());

        (await Api.PatchAsync(kit.Kit.Flow, $$"""{"integration":"{{integration}}"}""")).MustBe(200);
        await kit.RunAsync(fails: true);

        Assert.Equal(2, (await kit.ToldAsync(2)).Count);
    }

    [Fact]
    public async Task An_alert_of_chosen_flows_tells_of_these_and_their_connections_only()
    {
        await using var kit = await AlertKit.MakeAsync(Api);
        var flow = FlowKit.IdOf(kit.Kit.Flow);
        var chosen = await kit.Kit.CreateAsync(
            "alerts", $$"""{"name":"Chosen","import":"{{FlowKit.IdOf(kit.Import)}}","flows":["{{flow}}"]}""");
        var copy = FlowKit.IdOf(await kit.Kit.CreateAsync("flows", kit.Kit.Body("Another")));
        var other = await kit.Kit.CreateAsync(
            "alerts", $$"""{"name":"Other","import":"{{FlowKit.IdOf(kit.Import)}}","flows":["{{copy}}"],"events":["flow.failed","flow.errors"]}""");
        Assert.Equal(flow, (await Api.GetAsync(chosen)).Json.GetProperty("flows")[0].GetString());

        await kit.RunAsync(fails: true);
        Api.Gorgias.Faults.Add(new FaultRule { Status = 401 });
        await Api.PostAsync($"{kit.Kit.Gorgias}/test");

        await kit.QuietAsync(raised: 2);
        Assert.Equal(2, (await kit.RaisedAsync(chosen, raised: 2)).Count);
        Assert.Empty(await kit.RaisedAsync(other, raised: 0));
        var used = (await Api.DeleteAsync(kit.Kit.Flow)).MustBe(409).Json;
        Assert.Equal("Chosen", used.GetProperty("usage").GetProperty("alerts")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_alert_is_of_an_integration_or_of_flows()
    {
        await using var kit = await AlertKit.MakeAsync(Api, ""","events":["flow.failed"]""");
        var integration = FlowKit.IdOf(await kit.Kit.CreateAsync("integrations", """{"name":"Support"}"""));
        var flow = FlowKit.IdOf(kit.Kit.Flow);

        (await Api.PatchAsync(kit.Alert, $$"""{"integration":"{{integration}}","flows":["{{flow}}"]}""")).MustRefuse(422, "validation", "flows");
        (await Api.PatchAsync(kit.Alert, $$"""{"flows":["{{flow}}"]}""")).MustBe(200);
        var moved = (await Api.PatchAsync(kit.Alert, $$"""{"integration":"{{integration}}","flows":[]}""")).MustBe(200).Json;

        Assert.Equal("[]", moved.GetProperty("flows").GetRawText());
    }

    [Fact]
    public async Task What_was_told_is_told_once_more_when_it_is_over()
    {
        await using var kit = await AlertKit.MakeAsync(Api, ""","recovered":true""");
        await kit.RunAsync(fails: true);
        await kit.ToldAsync(1);
        await kit.RunAsync(fails: false);
        Assert.Equal("flow.recovered: The flow 'Tickets to the sink' works again: a run has completed.", TextOf((await kit.ToldAsync(2))[1]));

        kit.Kit.Sink.Faults.Add(new FaultRule { Match = "/things", Status = 422 });
        await kit.RunAsync(fails: false);
        await kit.ToldAsync(3);
        (await Api.PostAsync($"{kit.Kit.Flow}/errors/resolve", """{"filter":{}}""")).MustBe(202);
        Assert.Equal(
            "flow.errors_over: No record of the flow 'Tickets to the sink' waits in the errors any more.",
            TextOf((await kit.ToldAsync(4))[3]));

        Api.Gorgias.Faults.Add(new FaultRule { Status = 401 });
        await Api.PostAsync($"{kit.Kit.Gorgias}/test");
        await kit.ToldAsync(5);
        Api.Gorgias.Faults.Clear();
        await Api.PostAsync($"{kit.Kit.Gorgias}/test");
        Assert.Equal("connection.online: The connection 'Gorgias' is online again.", TextOf((await kit.ToldAsync(6))[5]));

        await kit.QuietAsync(raised: 0);
        await Api.RestartAsync();
        await kit.QuietAsync(raised: 0);
        Assert.Equal(6, kit.Chat.SentTo("/channel").Count);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_is_no_recovery()
    {
        await using var kit = await AlertKit.MakeAsync(Api, ""","events":["flow.failed"],"recovered":true""");
        await kit.RunAsync(fails: true);
        await kit.QuietAsync(raised: 1);
        Api.Gorgias.Faults.Clear();
        Api.Gorgias.Faults.Add(new FaultRule { Match = "GET /api/tickets", Status = 429, RetryAfter = 300 });
        var run = (await Api.PostAsync($"{kit.Kit.Flow}/runs")).MustBe(202).Json.GetProperty("id").GetString();
        (await Api.PostAsync($"runs/{run}/cancel")).MustBe(200);

        await kit.QuietAsync(raised: 0);
        Assert.Single(kit.Chat.SentTo("/channel"));
    }

    private static string? TextOf(JsonElement message) => message.GetProperty("text").GetString();

    [Fact]
    public async Task A_test_is_sent_and_says_what_came_of_it()
    {
        await using var kit = await AlertKit.MakeAsync(Api);

        var good = (await Api.PostAsync($"{kit.Alert}/test")).MustBe(200).Json;
        kit.Chat.Answer = (_, _) => (400, """{"error":"channel_not_found"}""");
        var bad = (await Api.PostAsync($"{kit.Alert}/test")).MustBe(200).Json;

        Assert.True(good.GetProperty("ok").GetBoolean());
        Assert.Contains("This is a test of the alert 'Team'", kit.Chat.SentTo("/channel")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(bad.GetProperty("ok").GetBoolean());
        Assert.Equal("channel_not_found", bad.GetProperty("error").GetProperty("message").GetString());
        Assert.False((await Api.GetAsync(kit.Alert)).Json.GetProperty("last").GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task An_import_that_an_alert_uses_stays_and_one_that_writes_files_is_refused()
    {
        await using var kit = await AlertKit.MakeAsync(Api);
        var used = (await Api.DeleteAsync(kit.Import)).MustBe(409).Json;
        Assert.Equal("Team", used.GetProperty("usage").GetProperty("alerts")[0].GetProperty("name").GetString());

        var files = await kit.Kit.CreateAsync("connections", """{"name":"Files","application":"files","settings":{"folder":"out"}}""");
        var file = await kit.Kit.CreateAsync(
            "imports", $$"""{"name":"File","connection":"{{FlowKit.IdOf(files)}}","operation":"files.write","parameters":{"name":"a.csv"} }""");
        var refused = (await Api.PatchAsync(kit.Alert, $$"""{"import":"{{FlowKit.IdOf(file)}}"}""")).MustBe(422).Json;

        Assert.Equal("import", refused.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Contains("writes a file", refused.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
