using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>Rows that move while they are walked, and cursors that expire.</summary>
public sealed class GorgiasMoveTests
{
    private const string NewestFirst = "/tickets?limit=100&order_by=updated_datetime:desc";

    [Fact]
    public async Task Somebody_else_changes_makes_trashes_and_deletes_rows()
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync(
            "POST", "/control/change", """{"tickets":3,"customers":2,"created":4,"trashed":5,"deleted":6,"scored":7}""");

        Assert.Equal(204, answer.Status);
        Assert.Equal(298, (await desk.WalkAsync(NewestFirst)).Count);
        var types = (await desk.WalkAsync("/events?limit=100&created_datetime[gt]=2026-01-01"))
            .CountBy(each => each.GetProperty("type").GetString()!).ToDictionary(StringComparer.Ordinal);
        Assert.Equal((2, 4, 5, 6, 7), (
            types["customer-updated"], types["ticket-created"], types["ticket-trashed"], types["ticket-deleted"],
            types["satisfaction-survey-responded"]));
    }

    [Fact]
    public async Task Changes_may_carry_one_time_and_an_old_one()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 300, RateLimit = false, Time = time });
        desk.Sandbox.Change(new DeskChange { Tickets = 150 });
        desk.Sandbox.Change(new DeskChange { Tickets = 120, SameTime = true, SecondsAgo = 600 });

        var rows = await desk.WalkAsync(NewestFirst);

        var late = rows[150].GetProperty("updated_datetime").GetDateTimeOffset();
        Assert.True(rows[149].GetProperty("updated_datetime").GetDateTimeOffset() - late > TimeSpan.FromSeconds(599));
        Assert.All(rows.Skip(150).Take(120), row => Assert.Equal(late, row.GetProperty("updated_datetime").GetDateTimeOffset()));
        Assert.Equal(300, rows.DistinctBy(row => row.GetProperty("id").GetInt32()).Count());
    }

    [Fact]
    public async Task Rows_appear_and_vanish_between_the_pages_of_a_walk()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(new FaultRule
        {
            Match = "GET /api/tickets",
            Exact = true,
            Skip = 1,
            Change = new DeskChange { Created = 2, Deleted = 3, Tickets = 4 },
        });

        var rows = await desk.WalkAsync(NewestFirst);

        Assert.Equal(rows.Count, rows.DistinctBy(row => row.GetProperty("id").GetInt32()).Count());
        Assert.InRange(rows.Count, 280, 299);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"tickets":-1}""")]
    [InlineData("""{"tickts":1}""")]
    [InlineData("""{"tickets":1,"secondsAgo":-1}""")]
    public async Task A_change_that_makes_no_sense_is_refused(string change)
    {
        await using var desk = await Desk.StartAsync();

        Assert.Equal(400, (await desk.SendAsync("POST", "/control/change", change)).Status);
    }

    [Fact]
    public async Task Cursors_expire_on_demand_and_new_ones_do_not()
    {
        await using var desk = await Desk.StartAsync();
        var next = await NextAsync(desk, "/tickets?limit=10");
        var item = await desk.GetAsync("/views/1177163/items?limit=10");

        await desk.SendAsync("POST", "/control/cursors/expire");
        var refused = await desk.SendAsync("GET", $"/tickets?limit=10&cursor={next}");
        var refusedItems = await desk.SendAsync(
            "GET", item.GetProperty("meta").GetProperty("next_items").GetString()!["/api".Length..]);
        var again = await NextAsync(desk, "/tickets?limit=10");

        Assert.Equal((400, "Invalid cursor."), (refused.Status, refused.About("cursor")));
        Assert.Equal(400, refusedItems.Status);
        Assert.Equal(200, (await desk.SendAsync("GET", $"/tickets?limit=10&cursor={again}")).Status);
    }

    [Fact]
    public async Task Cursors_live_as_long_as_they_are_told()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(
            new() { Tickets = 50, RateLimit = false, Time = time, CursorLifetime = TimeSpan.FromMinutes(5) });
        var next = await NextAsync(desk, "/tickets?limit=10");

        time.Advance(TimeSpan.FromMinutes(5));
        var inTime = await desk.SendAsync("GET", $"/tickets?limit=10&cursor={next}");
        time.Advance(TimeSpan.FromSeconds(1));
        var late = await desk.SendAsync("GET", $"/tickets?limit=10&cursor={next}");

        Assert.Equal((200, 400), (inTime.Status, late.Status));
    }

    private static async Task<string> NextAsync(Desk desk, string path) => Uri.EscapeDataString(
        (await desk.GetAsync(path)).GetProperty("meta").GetProperty("next_cursor").GetString()!);
}
