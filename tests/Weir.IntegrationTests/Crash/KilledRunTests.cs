using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Crash;

/// <summary>A server that is killed again and again keeps its promises to both kinds of destination. // Promises 1 and 2</summary>
public sealed class KilledRunTests
{
    private const int Tickets = 20_000;
    private const int Kills = 5;

    /// <summary>Records of the pages in flight: four pages of a hundred.</summary>
    private const int Window = 400;

    [Theory]
    [InlineData(1, DatabaseKind.Sqlite)]
    [InlineData(2, DatabaseKind.Sqlite)]
    [InlineData(2, DatabaseKind.Postgres)]
    public async Task Five_kills_lose_no_ticket_and_repeat_only_the_window_with_the_same_keys(int seed, DatabaseKind database)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, SinkLatencyMs = 2, Database = database });
        var run = await fixture.RunAsync(await fixture.FlowToSinkAsync());
        await fixture.KillAsync(KillMoments.Of(seed, Kills, Tickets), () => fixture.Sink.Delivered);
        var ended = await fixture.EndOfAsync(run);

        RunAssert.CompletedAfter(Kills, Tickets, ended);
        var deliveries = new SinkDeliveries(fixture.Sink);
        RunAssert.AllTickets(fixture.Desk, deliveries.Tickets);
        Assert.All(deliveries.Keys, keys => Assert.NotNull(Assert.Single(keys)));
        Assert.Equal(Tickets, deliveries.Keys.Select(keys => keys[0]).Distinct(StringComparer.Ordinal).Count());
        var perLife = deliveries.Again.GroupBy(delivery => fixture.Kills.Count(kill => kill < delivery.At)).ToList();
        RunAssert.Note(
            $"{Kills} kills: {fixture.Sink.Delivered} deliveries of {Tickets} tickets, again in each life: "
            + string.Join(", ", perLife.OrderBy(life => life.Key).Select(life => $"{life.Key}: {life.Count()}")));
        Assert.DoesNotContain(perLife, life => life.Key == 0);
        Assert.All(perLife, life => Assert.InRange(life.Count(), 1, Window));
    }

    [Theory]
    [InlineData(3, DatabaseKind.Sqlite)]
    [InlineData(4, DatabaseKind.Sqlite)]
    [InlineData(4, DatabaseKind.Postgres)]
    public async Task Five_kills_leave_every_row_of_a_file_once_and_none_half(int seed, DatabaseKind database)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, SourceLatencyMs = 20, Database = database });
        var run = await fixture.RunAsync(await fixture.FlowToFileAsync("tickets.csv"));
        var pages = Tickets / 100;
        await fixture.KillAsync(KillMoments.Of(seed, Kills, pages), () => fixture.Desk.Log.Read().Requests);
        var ended = await fixture.EndOfAsync(run);

        RunAssert.CompletedAfter(Kills, Tickets, ended);
        var file = Assert.Single(Directory.GetFiles(fixture.Files, "*", SearchOption.AllDirectories));
        Assert.Equal("tickets.csv", Path.GetFileName(file));
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal("id,status,changed,last", lines[0]);
        Assert.All(lines[1..], line => Assert.Matches(@"^\d+,[a-z]+,[0-9T:.+-]+Z?,end$", line));
        RunAssert.AllTickets(fixture.Desk, lines[1..].Select(line => line.Split(',')[0]));
        Assert.Equal(Tickets, lines.Length - 1);
        RunAssert.Note($"{Kills} kills: {lines.Length - 1} rows, {fixture.Desk.Log.Read().Requests} requests for {pages} pages");
    }
}
