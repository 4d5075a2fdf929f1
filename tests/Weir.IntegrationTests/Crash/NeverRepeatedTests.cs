using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Crash;

/// <summary>What must not be sent twice is not, and what is not known stands in the errors. // Promise 2</summary>
public sealed class NeverRepeatedTests
{
    private const int Tickets = 4_000;
    private const int Kills = 5;

    /// <summary>Records that level 10 has under way: its slots, twice, and two.</summary>
    private const int UnderWayMax = 22;

    [Theory]
    [InlineData(5, DatabaseKind.Sqlite)]
    [InlineData(6, DatabaseKind.Sqlite)]
    [InlineData(6, DatabaseKind.Postgres)]
    public async Task A_ticket_that_must_not_be_repeated_arrives_once_or_stands_as_unknown(int seed, DatabaseKind database)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, SinkLatencyMs = 5, Database = database });
        var flow = await fixture.FlowToSinkAsync(repeat: "never");
        var run = await fixture.RunAsync(flow);
        await fixture.KillAsync(KillMoments.Of(seed, Kills, Tickets), () => fixture.Sink.Delivered);
        var ended = await fixture.EndOfAsync(run);

        RunAssert.CompletedAfter(Kills, Tickets, ended);
        var deliveries = new SinkDeliveries(fixture.Sink);
        Assert.Empty(deliveries.Again);
        var errors = await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open");
        Assert.All(errors, error => Assert.Equal("outcome_unknown", error.GetProperty("code").GetString()));
        var unknown = errors.Select(error => error.GetProperty("traceKey").GetString()!).ToList();
        Assert.Equal(unknown.Count, unknown.Distinct(StringComparer.Ordinal).Count());
        RunAssert.AllTickets(fixture.Desk, deliveries.Tickets.Union(unknown, StringComparer.Ordinal));
        RunAssert.Note(
            $"{Kills} kills: {deliveries.Tickets.Count()} of {Tickets} delivered, {unknown.Count} unknown, "
            + $"of which {unknown.Intersect(deliveries.Tickets, StringComparer.Ordinal).Count()} had arrived");
        AssertCounts(ended, deliveries.Tickets.Except(unknown, StringComparer.Ordinal).Count(), unknown.Count);
    }

    /// <summary>What the run counts as delivered was, and what it counts as failed stands in the errors.</summary>
    private static void AssertCounts(JsonElement run, int delivered, int unknown)
    {
        var write = run.GetProperty("steps")[1];
        Assert.Equal(delivered, write.GetProperty("success").GetInt32());
        Assert.Equal(unknown, write.GetProperty("error").GetInt32());
        Assert.InRange(unknown, 0, Kills * UnderWayMax);
    }
}
