using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>
/// A server is killed, started again, and the run is cancelled before it has come to its old pages: what must not be sent twice is
/// not, by the next run neither, and what is not known stands in the errors. // Promises 1 and 2
/// </summary>
public sealed class KilledAndCancelledTests
{
    private const int Tickets = 600;
    private const int Kills = 3;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(7, DatabaseKind.Sqlite)]
    [InlineData(8, DatabaseKind.Sqlite)]
    [InlineData(8, DatabaseKind.Postgres)]
    public async Task What_a_killed_and_cancelled_run_of_changes_has_sent_is_not_sent_again(int seed, DatabaseKind database)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, SinkLatencyMs = 5, Database = database });
        var flow = await ChangesAsync(fixture);
        foreach (var moment in KillMoments.Of(seed, Kills, Tickets * 3 / 4))
        {
            await KillAndCancelAsync(fixture, await fixture.RunAsync(flow), moment);
        }

        var ended = await fixture.EndOfAsync(await fixture.RunAsync(flow));
        Assert.Equal("completed", ended.GetProperty("status").GetString());
        await AssertOnceAsync(fixture, flow);
    }

    [Fact]
    public async Task What_a_killed_and_cancelled_retry_has_sent_is_not_sent_again()
    {
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = Tickets, SinkLatencyMs = 5 });
        var flow = await fixture.FlowToSinkAsync(repeat: "never");
        fixture.Sink.Faults.Add(new FaultRule { Status = 422 });
        await fixture.EndOfAsync(await fixture.RunAsync(flow));
        fixture.Sink.Faults.Clear();
        foreach (var moment in KillMoments.Of(9, Kills, Tickets * 3 / 4))
        {
            await KillAndCancelAsync(fixture, await RetryAsync(fixture, flow), moment);
        }

        await fixture.EndOfAsync(await RetryAsync(fixture, flow));
        await AssertOnceAsync(fixture, flow);
    }

    /// <summary>A flow that posts every ticket that has changed, and none twice.</summary>
    private static async Task<string> ChangesAsync(FlowFixture fixture)
    {
        var export = await fixture.Api.CreateAsync("exports", new
        {
            name = "Changes",
            connection = await fixture.ConnectDeskAsync("Desk"),
            operation = "tickets.list",
            mode = "delta",
        });
        var import = await fixture.Api.CreateAsync("imports", new
        {
            name = "Once",
            connection = await fixture.ConnectSinkAsync("Sink"),
            request = new { method = "POST", path = "/tickets" },
            mapping = new { id = "$.id" },
            repeat = "never",
        });
        return await fixture.Api.CreateAsync("flows", new
        {
            name = "Changes once",
            sources = new[] { new { id = "tickets", export } },
            steps = new[] { new { id = "write", import } },
        });
    }

    private static async Task<string> RetryAsync(FlowFixture fixture, string flow) =>
        (await fixture.Api.PostAsync($"/v1/flows/{flow}/errors/retry", new { filter = new { code = "rejected" } }))
        .GetProperty("id").GetString()!;

    /// <summary>Kills the server when so many have arrived; then two cancel the run, which may have begun to read again.</summary>
    private static async Task KillAndCancelAsync(FlowFixture fixture, string run, long moment)
    {
        var before = fixture.Sink.Delivered;
        await Wait.UntilAsync(() => fixture.Sink.Delivered >= Math.Max(moment, before + 1), Bound, TestContext.Current.CancellationToken);
        await fixture.Weir.KillAsync();
        fixture.Desk.Faults.Add(new FaultRule { Match = "GET /api/tickets", Status = 503 });
        await fixture.Weir.StartAsync();
        var cancelled = await Task.WhenAll(
            fixture.Api.PostAsync($"/v1/runs/{run}/cancel"), fixture.Api.PostAsync($"/v1/runs/{run}/cancel"));
        Assert.All(cancelled, r => Assert.Equal("cancelled", r.GetProperty("status").GetString()));
        fixture.Desk.Faults.Clear();
    }

    private static async Task AssertOnceAsync(FlowFixture fixture, string flow)
    {
        var deliveries = new SinkDeliveries(fixture.Sink);
        Assert.Empty(deliveries.Again);
        var errors = await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open");
        Assert.All(errors, e => Assert.Equal("outcome_unknown", e.GetProperty("code").GetString()));
        var unknown = errors.Select(e => e.GetProperty("traceKey").GetString()!).ToList();
        Assert.Equal(unknown.Count, unknown.Distinct(StringComparer.Ordinal).Count());
        RunAssert.AllTickets(fixture.Desk, deliveries.Tickets.Union(unknown, StringComparer.Ordinal));
        RunAssert.Note($"{deliveries.Tickets.Count()} of {Tickets} delivered, {unknown.Count} unknown");
    }
}
