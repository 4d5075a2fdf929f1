using Weir.IntegrationTests.Crash;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using Weir.Tests.Tidy;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>The server is killed when every write has happened and no answer has come. // Promise 2</summary>
public sealed class KilledWritesTests
{
    private const int Connections = 4;

    private static readonly TimeSpan WriteBound = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_kill_after_the_write_doubles_nothing_and_loses_nothing()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = 20 });
        await using var account = GorgiasAccount.At(fixture.Desk);
        await using var source = await AnswerServer.StartAsync(stop);
        List<WriteLook> looks = [];
        foreach (var (number, asked) in WriteCases.All.Index())
        {
            looks.Add(new WriteLook(account, await new WriteScene(account).SetAsync(asked, number)));
        }

        source.Answer = (path, _) => (200, int.TryParse(path[1..], out var i)
            ? $$"""[{"trace":1,"body":{{looks[i].Case.Body ?? "null"}} }]"""
            : "{}");
        var flows = await FlowsAsync(fixture, source.Address, [.. looks.Select(l => l.Case)]);
        foreach (var method in (string[])["POST", "PUT", "DELETE"])
        {
            fixture.Desk.Faults.Add(new FaultRule { Match = $"{method} /api", Hang = true, AfterWrite = true });
        }

        var runs = new List<string>();
        foreach (var flow in flows)
        {
            runs.Add(await fixture.RunAsync(flow));
        }

        await Wait.UntilAsync(() => fixture.Desk.Faults.List().Sum(f => f.Hit) == looks.Count, WriteBound, stop);
        foreach (var look in looks)
        {
            await Wait.UntilAsync(async () => (await look.ProblemsAsync("written", 1)).Count == 0, WriteBound, stop);
        }

        await fixture.Weir.KillAsync();
        fixture.Desk.Faults.Clear();
        await fixture.Weir.StartAsync();
        List<string> wrong = [];
        foreach (var (i, look) in looks.Index())
        {
            var ended = await fixture.EndOfAsync(runs[i]);
            var errors = await fixture.Api.ListAsync($"/v1/flows/{flows[i]}/errors?status=open");
            var codes = string.Join(' ', errors.Select(e => $"{e.GetProperty("code")}"));
            if (codes != (look.IsSettled ? "" : "outcome_unknown") || ended.GetProperty("status").GetString() != "completed")
            {
                wrong.Add($"{look.Case.Operation}: {ended.GetProperty("status")} {string.Join("; ", errors)}");
            }

            wrong.AddRange(await look.ProblemsAsync("killed", 1));
        }

        Repository.MustBeEmpty(wrong);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_could_look_leaves_the_write_in_the_errors()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = 20 });
        await using var account = GorgiasAccount.At(fixture.Desk);
        await using var source = await AnswerServer.StartAsync(stop);
        var write = await new WriteScene(account).SetAsync(WriteCases.All.First(c => c.Operation == "messages.reply"), 1);
        var look = new WriteLook(account, write);
        source.Answer = (_, _) => (200, $$"""[{"trace":1,"body":{{write.Body}} }]""");
        var flow = Assert.Single(await FlowsAsync(fixture, source.Address, [write]));
        fixture.Desk.Faults.Add(new FaultRule { Match = "POST /api", Hang = true, AfterWrite = true });
        var run = await fixture.RunAsync(flow);
        await Wait.UntilAsync(async () => (await look.ProblemsAsync("written", 1)).Count == 0, WriteBound, stop);
        await fixture.Weir.KillAsync();
        fixture.Desk.Faults.Clear();
        fixture.Desk.Faults.Add(new FaultRule { Match = "GET /api/tickets", Status = 503 });
        await fixture.Weir.StartAsync();
        await Wait.UntilAsync(() => fixture.Desk.Faults.List().Sum(f => f.Hit) > 0, WriteBound, stop);
        await fixture.Api.PostAsync($"/v1/runs/{run}/cancel");
        var ended = await fixture.EndOfAsync(run);
        var errors = $"/v1/flows/{flow}/errors?status=open";
        Assert.Equal(
            ("cancelled", "outcome_unknown"),
            (ended.GetProperty("status").GetString(), Assert.Single(await fixture.Api.ListAsync(errors)).GetProperty("code").GetString()));

        fixture.Desk.Faults.Clear();
        var retry = await fixture.Api.PostAsync($"/v1/flows/{flow}/errors/retry", new { filter = new { } });
        await fixture.EndOfAsync(retry.GetProperty("id").GetString()!);
        Assert.Empty(await fixture.Api.ListAsync(errors));
        Repository.MustBeEmpty(await look.ProblemsAsync("retried", 1));
    }

    [Theory]
    [InlineData("POST /api/jobs")]
    [InlineData("GET /api/jobs")]
    public async Task A_kill_with_jobs_under_way_closes_every_ticket_and_answers_every_customer_once(string match)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = 200 });
        await using var account = GorgiasAccount.At(fixture.Desk);
        await using var source = await AnswerServer.StartAsync(stop);
        var tickets = fixture.Desk.TicketIds();
        var (closed, answered) = (tickets.Take(120).ToHashSet(), tickets.Skip(120).Take(60).ToHashSet());
        source.Answer = (path, _) => (200, $"[{string.Join(',', (path == "/0" ? closed : answered).Select(id => $$"""{"trace":{{id}}}"""))}]");
        var macro = (await account.WriteAsync(
            "macros.create",
            "{}",
            """{"name":"We are on it","actions":[{"name":"setResponseText","title":"Answer","type":"user","arguments":{"body_text":"We are on it."}}]}"""))
            .GetProperty("id").GetRawText();
        var flows = await FlowsAsync(fixture, source.Address,
        [
            new WriteCase("tickets.close") { Parameters = """{"id":"{{trace}}"}""", Look = "tickets.get" },
            new WriteCase("tickets.applyMacro") { Parameters = $$$"""{"id":"{{trace}}","macro_id":"{{{macro}}}"}""", Look = "tickets.get" },
        ]);
        fixture.Desk.Faults.Add(new FaultRule { Match = match, Hang = true, AfterWrite = true });
        List<string> runs = [await fixture.RunAsync(flows[0]), await fixture.RunAsync(flows[1])];
        await Wait.UntilAsync(() => fixture.Desk.Faults.List().Sum(f => f.Hit) >= 3, WriteBound, stop);
        await fixture.Weir.KillAsync();
        fixture.Desk.Faults.Clear();
        await fixture.Weir.StartAsync();
        var ended = new[] { await fixture.EndOfAsync(runs[0]), await fixture.EndOfAsync(runs[1]) };
        Assert.All(ended, run => Assert.Equal("completed", run.GetProperty("status").GetString()));
        Assert.Empty(await fixture.Api.ListAsync($"/v1/flows/{flows[0]}/errors?status=open"));
        var unknown = await fixture.Api.ListAsync($"/v1/flows/{flows[1]}/errors?status=open");
        Assert.Equal(60, unknown.Count);
        Assert.All(unknown, e => Assert.Equal("outcome_unknown", e.GetProperty("code").GetString()));
        var rows = await account.ListAsync("tickets.list");
        Assert.All(rows.Where(r => closed.Contains(r.GetProperty("id").GetInt32())), r => Assert.Equal("closed", r.GetProperty("status").GetString()));
        await Wait.UntilAsync(async () => (await AnswersAsync()).Count >= answered.Count, WriteBound, stop);
        Assert.Equal(answered.Order(), (await AnswersAsync()).Order());

        async Task<List<int>> AnswersAsync() =>
        [
            .. (await account.ListAsync("messages.list"))
                .Where(m => m.GetProperty("body_text").GetString() == "We are on it.").Select(m => m.GetProperty("ticket_id").GetInt32()),
        ];
    }

    /// <summary>A flow for each case, over a few connections: all are under way at once.</summary>
    private static async Task<List<string>> FlowsAsync(FlowFixture fixture, Uri source, IReadOnlyList<WriteCase> cases)
    {
        var from = await fixture.Api.CreateAsync(
            "connections", new { name = "Source", application = "http", settings = new { baseUri = source.ToString() } });
        List<string> desks = [];
        for (var i = 0; i < Connections; i++)
        {
            desks.Add(await fixture.Api.CreateAsync("connections", new
            {
                name = $"Desk {i}",
                application = "gorgias",
                settings = new { subdomain = "fuchsia", username = fixture.Desk.Username, password = fixture.Desk.Password },
                concurrencyLevel = 25,
            }));
        }

        List<string> flows = [];
        foreach (var (i, write) in cases.Index())
        {
            var export = await fixture.Api.CreateAsync("exports", new
            {
                name = $"Source {i}",
                connection = from,
                request = new { path = $"/{i}" },
                traceKey = "{{trace}}",
            });
            var import = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["name"] = $"Write {i}",
                ["connection"] = desks[i % Connections],
                ["operation"] = write.Operation,
                ["parameters"] = System.Text.Json.JsonElement.Parse(write.Parameters),
            };
            if (write.Body is not null)
            {
                import["mapping"] = "$.body";
            }

            flows.Add(await fixture.Api.CreateAsync("flows", new
            {
                name = $"Flow {i} {write.Operation}",
                sources = new[] { new { id = "records", export } },
                steps = new[] { new { id = "write", import = await fixture.Api.CreateAsync("imports", import) } },
            }));
        }

        return flows;
    }
}
