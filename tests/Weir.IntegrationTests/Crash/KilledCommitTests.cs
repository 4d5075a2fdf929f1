using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>A server that is killed while a page's checkpoint is half written. // Promises 1 and 2</summary>
public sealed class KilledCommitTests
{
    private const int Tickets = 6_000;
    private const int Kills = 5;

    /// <summary>Between the first and the last statement of a commit.</summary>
    /// <param name="table">Held fast, so that the commit stops at it: what it wrote before is not committed yet.</param>
    [Theory]
    [InlineData("run_checkpoints")]
    [InlineData("errors")]
    [InlineData("error_records")]
    public async Task A_commit_that_stops_at_a_table_leaves_nothing_behind(string table)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, SinkLatencyMs = 2, Database = DatabaseKind.Postgres });
        fixture.Sink.Faults.Add(new FaultRule { Status = 422, Every = 40 });
        var flow = await fixture.FlowToSinkAsync();
        var run = await fixture.RunAsync(flow);
        await fixture.KillAsync(
            KillMoments.Of(7, Kills, Tickets),
            () => fixture.Sink.Delivered,
            kill => fixture.Database.WhileHeldAsync(table, kill));

        await MustBeWholeAsync(fixture, flow, run);
    }

    /// <summary>While SQLite writes into its log.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task A_commit_that_is_being_written_is_there_or_not(int seed)
    {
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = Tickets, SinkLatencyMs = 2 });
        fixture.Sink.Faults.Add(new FaultRule { Status = 422, Every = 40 });
        var flow = await fixture.FlowToSinkAsync();
        var run = await fixture.RunAsync(flow);
        var dice = new Random(seed);
        await fixture.KillAsync(
            KillMoments.Of(seed, Kills, Tickets),
            () => fixture.Sink.Delivered,
            kill => WhenWrittenAsync(Path.Combine(fixture.Data, "weir.db-wal"), dice, kill));

        await MustBeWholeAsync(fixture, flow, run);
    }

    /// <summary>Every ticket was delivered or stands in the errors, and the counts say so.</summary>
    private static async Task MustBeWholeAsync(FlowFixture fixture, string flow, string run)
    {
        var ended = await fixture.EndOfAsync(run);
        RunAssert.CompletedAfter(Kills, Tickets, ended);
        var deliveries = new SinkDeliveries(fixture.Sink);
        var errors = await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open");
        var failed = errors.Select(error => error.GetProperty("traceKey").GetString()!).ToList();
        Assert.Equal(failed.Count, failed.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(failed.Count, ended.GetProperty("steps")[1].GetProperty("error").GetInt32());
        RunAssert.AllTickets(fixture.Desk, deliveries.Tickets.Union(failed, StringComparer.Ordinal));
        Assert.All(deliveries.Keys, keys => Assert.NotNull(Assert.Single(keys)));
        RunAssert.Note($"{Kills} kills in a commit: {failed.Count} errors, {deliveries.Again.Count()} delivered again");
    }

    /// <summary>Some of the first microseconds after the log has changed: a commit takes about as long.</summary>
    private static async Task WhenWrittenAsync(string log, Random dice, Func<Task> kill)
    {
        var before = File.GetLastWriteTimeUtc(log);
        await Moment.UntilAsync(() => File.GetLastWriteTimeUtc(log) != before);
        var (start, wait) = (TimeProvider.System.GetTimestamp(), TimeSpan.FromMicroseconds(dice.Next(3_000)));
        await Moment.UntilAsync(() => TimeProvider.System.GetElapsedTime(start) >= wait);
        await kill();
    }
}
