using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>Orders and batches over real kills, as the sink saw them. // Promises 1 and 2</summary>
public sealed class OrderedAndBatchedTests
{
    private const int Tickets = 2_000;
    private const int Kills = 3;

    [Theory]
    [InlineData(21, DatabaseKind.Sqlite)]
    [InlineData(22, DatabaseKind.Postgres)]
    public async Task Each_customers_tickets_arrive_in_the_order_of_the_list_through_kills_failures_and_retries(
        int seed, DatabaseKind database)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, SinkLatencyMs = 15, Database = database });
        var connection = await fixture.ConnectSinkAsync("Sink");
        var flow = await fixture.FlowAsync(connection, new() { ["order"] = "key", ["orderKey"] = "{{customer.id}}" });
        var fault = fixture.Sink.Faults.Add(new FaultRule { Status = 422, Every = 150, Times = 6 });
        var run = await fixture.RunAsync(flow);
        await fixture.KillAsync(KillMoments.Of(seed, Kills, Tickets * 3 / 4), () => fixture.Sink.Delivered);
        var ended = await fixture.EndOfAsync(run);

        RunAssert.CompletedAfter(Kills, Tickets, ended);
        var errors = await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open");
        var heads = errors.Where(e => e.GetProperty("code").ValueEquals("rejected"))
            .Select(e => e.GetProperty("id").GetString()).ToList();
        Assert.InRange(heads.Count, 1, 6);
        Assert.All(errors, e => Assert.Contains(e.GetProperty("code").GetString(), new[] { "rejected", "blocked" }));

        fixture.Sink.Faults.Remove(fault);
        var retry = await fixture.Api.PostAsync($"/v1/flows/{flow}/errors/retry", new { ids = heads });
        await fixture.EndOfAsync(retry.GetProperty("id").GetString()!);
        Assert.Empty(await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open"));
        var ordered = fixture.Sink.Deliveries().ToList();
        RunAssert.AllTickets(fixture.Desk, ordered.Select(d => d.Id.Split('/')[1]).Distinct(StringComparer.Ordinal));

        // The same list once more, one record after the other: the order of the source.
        await fixture.EndOfAsync(await fixture.RunAsync(await fixture.FlowAsync(connection, new() { ["order"] = "key", ["orderKey"] = "all" })));
        var list = fixture.Sink.Deliveries().Skip(ordered.Count).Select(d => d.Id).Index()
            .ToDictionary(d => d.Item, d => d.Index, StringComparer.Ordinal);
        Assert.All(
            ordered.GroupBy(d => d.Id.Split('/')[0], StringComparer.Ordinal),
            c => Assert.Equal(c.Select(d => list[d.Id]).Order(), c.Select(d => list[d.Id])));
        RunAssert.Note($"{Kills} kills: {errors.Count - heads.Count} blocked behind {heads.Count}, {ordered.Count - Tickets} sent again");
    }

    [Theory]
    [InlineData(31, DatabaseKind.Sqlite)]
    [InlineData(32, DatabaseKind.Postgres)]
    public async Task Batches_lose_nothing_over_kills_and_come_again_only_under_the_same_key(int seed, DatabaseKind database)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, SinkLatencyMs = 20, Level = 2, Database = database });
        var flow = await fixture.FlowAsync(await fixture.ConnectSinkAsync("Sink"), new() { ["batchSize"] = 30 });
        var run = await fixture.RunAsync(flow);
        await fixture.KillAsync(KillMoments.Of(seed, Kills, Tickets * 3 / 4), () => fixture.Sink.Delivered);

        RunAssert.CompletedAfter(Kills, Tickets, await fixture.EndOfAsync(run));
        var deliveries = fixture.Sink.Deliveries().ToList();
        RunAssert.AllTickets(fixture.Desk, deliveries.Select(d => d.Id.Split('/')[1]).Distinct(StringComparer.Ordinal));
        Assert.All(
            deliveries.GroupBy(d => d.Id, StringComparer.Ordinal),
            d => Assert.Single(d.Select(one => one.IdempotencyKey).Distinct(StringComparer.Ordinal)));
        RunAssert.Note($"{Kills} kills: {deliveries.Count - deliveries.DistinctBy(d => d.Id).Count()} sent again");
    }
}
