using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

public sealed class RunTests : ApiTest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_brings_every_ticket_and_says_so()
    {
        await using var kit = await FlowKit.MakeAsync(Api);

        var accepted = (await Api.PostAsync($"{kit.Flow}/runs")).MustBe(202);
        var run = await kit.EndAsync(accepted.Json);

        Assert.Equal($"/v1/runs/{run.GetProperty("id").GetString()}", accepted.Headers.Location!.ToString());
        Assert.Equal("completed", run.GetProperty("status").GetString());
        Assert.Equal("manual", run.GetProperty("trigger").GetString());
        Assert.Equal(FlowKit.IdOf(kit.Flow), run.GetProperty("flow").GetString());
        Assert.Equal("10/10/0/0", FlowKit.CountsOf(run, "tickets"));
        Assert.Equal("10/10/0/0", FlowKit.CountsOf(run, "write"));
        Assert.Equal(10, kit.Sink.Delivered);
        Assert.Equal(
            ["id", "flow", "status", "trigger", "startedAt", "endedAt", "pages", "resumes", "restarts", "steps", "error", "pause", "waiting"],
            run.EnumerateObject().Select(f => f.Name));
        Assert.Equal(
            ["id", "read", "success", "error", "ignored", "requests"],
            run.GetProperty("steps")[0].EnumerateObject().Select(f => f.Name));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var first = await kit.RunAsync();
        var second = await kit.RunAsync();

        var ids = (await Api.GetAsync($"{kit.Flow}/runs?limit=1")).MustBe(200).Json;
        Assert.Equal(second.GetProperty("id").GetString(), ids.GetProperty("data")[0].GetProperty("id").GetString());
        var next = Uri.EscapeDataString(ids.GetProperty("next").GetString()!);
        var rest = (await Api.GetAsync($"{kit.Flow}/runs?cursor={next}")).MustBe(200).Json;
        Assert.Equal(first.GetProperty("id").GetString(), rest.GetProperty("data")[0].GetProperty("id").GetString());
        Assert.Equal(2, (await Api.GetAsync("runs")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task The_events_of_a_run_end_with_its_end()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var run = (await Api.PostAsync($"{kit.Flow}/runs")).MustBe(202).Json;

        var events = await Api.Http.GetStringAsync(
            new Uri($"runs/{run.GetProperty("id").GetString()}/events", UriKind.Relative), Stop);

        var last = events.TrimEnd().Split("\n\n")[^1].Split('\n');
        Assert.Equal("event: run", last[0]);
        Assert.Equal(
            "completed", JsonDocument.Parse(last[1]["data: ".Length..]).RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_second_run_waits_for_nobody_and_is_refused_while_one_is_active()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { LatencyMs = 3000 });
        var run = (await Api.PostAsync($"{kit.Flow}/runs")).MustBe(202).Json.GetProperty("id").GetString();

        var second = await Api.PostAsync($"{kit.Flow}/runs");
        second.MustRefuse(409, "conflict");
        Assert.Contains(run!, second.Text, StringComparison.Ordinal);
        (await Api.DeleteAsync(kit.Flow)).MustRefuse(409, "conflict");

        var cancelled = (await Api.PostAsync($"runs/{run}/cancel")).MustBe(200).Json;
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("?queue=maybe", "{}", "validation", "queue")]
    [InlineData("", """{"since":"soon"}""", "validation", "since")]
    [InlineData("", """{"since":"2999-01-01T00:00:00Z"}""", "validation", "since")]
    [InlineData("", """{"colour":1}""", "unknown_field", "colour")]
    public async Task What_a_start_cannot_mean_is_refused_by_name(string query, string body, string code, string field)
    {
        await using var kit = await FlowKit.MakeAsync(Api);

        (await Api.PostAsync($"{kit.Flow}/runs{query}", body)).MustRefuse(422, code, field);
    }

    [Fact]
    public async Task A_second_run_waits_when_it_may_and_begins_by_itself()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { LatencyMs = 300 });
        var first = (await Api.PostAsync($"{kit.Flow}/runs")).MustBe(202).Json;

        var second = (await Api.PostAsync($"{kit.Flow}/runs?queue=true")).MustBe(202).Json;
        Assert.Equal("queued", second.GetProperty("status").GetString());

        Assert.Equal("completed", (await kit.EndAsync(first)).GetProperty("status").GetString());
        Assert.Equal("completed", (await kit.EndAsync(second)).GetProperty("status").GetString());
        Assert.Equal(20, kit.Sink.Delivered);
    }

    [Fact]
    public async Task A_run_says_what_it_waits_for()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { Status = 401 });
        var first = (await Api.PostAsync($"{kit.Flow}/runs")).MustBe(202).Json.GetProperty("id").GetString();
        var second = (await Api.PostAsync($"{kit.Flow}/runs?queue=true")).MustBe(202).Json.GetProperty("id").GetString();

        var behind = (await Api.GetAsync($"runs/{second}")).MustBe(200).Json.GetProperty("waiting").GetRawText();
        Assert.Equal(
            $$"""[{"reason":"run","connection":null,"run":"{{first}}","until":null,"count":1,"message":null}]""", behind);
        await Wait.UntilAsync(
            async () => (await Api.GetAsync($"runs/{first}")).MustBe(200).Json.GetProperty("waiting") is var waiting
                && waiting.GetArrayLength() == 1
                && waiting[0].GetProperty("reason").GetString() == "offline"
                && waiting[0].GetProperty("connection").GetString() == FlowKit.IdOf(kit.SinkConnection)
                && waiting[0].GetProperty("count").GetInt32() > 0,
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);

        foreach (var run in new[] { second, first })
        {
            (await Api.PostAsync($"runs/{run}/cancel")).MustBe(200);
            Assert.Equal("[]", (await Api.GetAsync($"runs/{run}")).Json.GetProperty("waiting").GetRawText());
        }
    }

    [Fact]
    public async Task Marks_are_shown_moved_and_set()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        (await Api.PatchAsync(kit.Export, """{"mode":"delta"}""")).MustBe(200);
        Assert.Equal("""{"marks":[{"source":"tickets","at":null}]}""", (await Api.GetAsync($"{kit.Flow}/marks")).MustBe(200).Text);

        var run = await kit.RunAsync();
        var marked = (await Api.GetAsync($"{kit.Flow}/marks")).Json.GetProperty("marks")[0].GetProperty("at").GetString();
        Assert.Equal(run.GetProperty("startedAt").GetString(), marked);
        Assert.Equal("0/0/0/0", FlowKit.CountsOf(await kit.RunAsync(), "tickets"));

        const string cleared = """{"marks":[{"source":"tickets","at":null}]}""";
        Assert.Equal(cleared, (await Api.PutAsync($"{kit.Flow}/marks", cleared)).MustBe(200).Text);
        Assert.Equal("10/10/0/0", FlowKit.CountsOf(await kit.RunAsync(), "tickets"));
        (await Api.PutAsync($"{kit.Flow}/marks", """{"marks":[{"source":"none","at":null}]}""")).MustRefuse(422, "validation", "marks[0].source");
    }

    [Fact]
    public async Task A_run_from_a_date_reads_what_changed_since_then()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        (await Api.PatchAsync(kit.Export, """{"mode":"delta"}""")).MustBe(200);
        await kit.RunAsync();

        var again = (await Api.PostAsync($"{kit.Flow}/runs", """{"since":"2000-01-01"}""")).MustBe(202).Json;
        Assert.Equal("10/10/0/0", FlowKit.CountsOf(await kit.EndAsync(again), "tickets"));
    }

    [Theory]
    [InlineData("""{"name":"F"}""", "sources")]
    [InlineData("""{"name":"F","enabled":false,"sources":[{"export":"EXPORT"}],"steps":[{"import":"IMPORT"}]}""", "enabled")]
    [InlineData("""{"name":"F","sources":[{"export":"EXPORT"}]}""", "steps")]
    public async Task A_flow_that_cannot_run_says_why(string body, string field)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var flow = await kit.CreateAsync("flows", body
            .Replace("EXPORT", FlowKit.IdOf(kit.Export), StringComparison.Ordinal)
            .Replace("IMPORT", FlowKit.IdOf(kit.Import), StringComparison.Ordinal));

        (await Api.PostAsync($"{flow}/runs")).MustRefuse(422, "validation", field);
    }

    [Theory]
    [InlineData("runs/run_none")]
    [InlineData("runs/run_none/events")]
    [InlineData("flows/flow_none/runs")]
    [InlineData("flows/flow_none/errors")]
    [InlineData("flows/flow_none/errors.csv")]
    [InlineData("errors/err_none")]
    public async Task What_is_not_there_is_not_found(string address) =>
        (await Api.GetAsync(address)).MustRefuse(404, "not_found");
}
