using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

public sealed class GorgiasListTests
{
    [Theory]
    [InlineData("/tickets?limit=100&order_by=updated_datetime:desc")]
    [InlineData("/tickets?limit=7&order_by=updated_datetime:asc")]
    [InlineData("/tickets?limit=100&order_by=created_datetime:asc")]
    [InlineData("/tickets")]
    public async Task A_walk_returns_every_ticket_once(string path)
    {
        await using var desk = await Desk.StartAsync();

        var ids = Ids(await desk.WalkAsync(path));

        Assert.Equal(desk.Sandbox.TicketIds(), ids.Order());
    }

    [Theory]
    [InlineData("/customers?limit=9", 100)]
    [InlineData("/customers?limit=9&order_by=updated_datetime:asc", 100)]
    [InlineData("/users?limit=5&order_by=role:asc", 120)]
    [InlineData("/users?limit=5", 120)]
    [InlineData("/tags?limit=3&order_by=name:desc", 120)]
    [InlineData("/tags?limit=3&order_by=usage:asc,name:asc", 120)]
    public async Task A_walk_returns_every_row_once(string path, int rows)
    {
        await using var desk = await Desk.StartAsync();

        var ids = Ids(await desk.WalkAsync(path));

        Assert.Equal(rows, ids.Count);
        Assert.Equal(rows, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_walk_over_messages_returns_as_many_as_the_tickets_count()
    {
        await using var desk = await Desk.StartAsync();
        var tickets = await desk.WalkAsync("/tickets?limit=100");

        var ids = Ids(await desk.WalkAsync("/messages?limit=100"));

        Assert.Equal(tickets.Sum(ticket => ticket.GetProperty("messages_count").GetInt32()), ids.Distinct().Count());
    }

    [Fact]
    public async Task More_rows_than_a_page_holds_may_have_the_same_time()
    {
        await using var desk = await Desk.StartAsync(new GorgiasSandboxOptions { Tickets = 2000, RateLimit = false });

        var rows = await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:desc");

        Assert.True(
            rows.CountBy(row => row.GetProperty("updated_datetime").GetString()!).Max(group => group.Value) > 100);
        Assert.Equal(desk.Sandbox.TicketIds(), Ids(rows).Order());
    }

    [Fact]
    public async Task Rows_come_in_the_order_that_was_asked_for()
    {
        await using var desk = await Desk.StartAsync();

        var times = (await desk.WalkAsync("/tickets?limit=11&order_by=updated_datetime:desc"))
            .ConvertAll(
                row => (row.GetProperty("updated_datetime").GetDateTimeOffset(), row.GetProperty("id").GetInt32()));

        Assert.Equal(times.OrderDescending(), times);
    }

    [Fact]
    public async Task A_walk_back_ends_where_the_walk_began()
    {
        await using var desk = await Desk.StartAsync();
        var all = Ids(await desk.WalkAsync("/tickets?limit=100"));
        var third = await desk.GetAsync(
            "/tickets?limit=10&cursor=" + Cursor("next", Created(await desk.GetAsync($"/tickets/{all[24]}")), all[24]));

        var back = await desk.WalkAsync(
            "/tickets?limit=10", "prev_cursor", third.GetProperty("meta").GetProperty("prev_cursor").GetString());

        Assert.Equal(all.GetRange(15, 10).Concat(all.GetRange(5, 10)).Concat(all.GetRange(0, 5)), Ids(back));
    }

    [Fact]
    public async Task A_cursor_is_the_last_rows_time_and_id_as_recorded()
    {
        await using var desk = await Desk.StartAsync();

        var page = await desk.GetAsync("/customers?limit=3");

        var last = page.GetProperty("data")[2];
        var cursor = page.GetProperty("meta").GetProperty("next_cursor").GetString()!;
        Assert.Equal(Cursor("next", Created(last), last.GetProperty("id").GetInt32()), Uri.EscapeDataString(cursor));
        Assert.Null(page.GetProperty("meta").GetProperty("prev_cursor").GetString());
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("WyJuZXh0IiwgMSwgMV0=")]
    [InlineData("WyJuZXh0IiwgIlx1ZDgwMCIsIDFd")]
    [InlineData("WyJuZXh0IiwgIkRlc2siLCAxXQ==")]
    public async Task A_cursor_that_is_none_is_refused(string cursor)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("GET", "/tickets?cursor=" + Uri.EscapeDataString(cursor));

        Assert.Equal(400, answer.Status);
        Assert.Equal("Invalid cursor.", answer.About("cursor"));
    }

    [Theory]
    [InlineData("/tickets?status=open", "status")]
    [InlineData("/tickets?limit=101", "limit")]
    [InlineData("/tickets?limit=0", "limit")]
    [InlineData("/tickets?limit=ten", "limit")]
    [InlineData("/tickets?limit=1&limit=2", "limit")]
    [InlineData("/tickets?order_by=subject:asc", "order_by")]
    [InlineData("/tickets?order_by=created_datetime:up", "order_by")]
    [InlineData("/tickets?page=2", "page")]
    [InlineData("/tickets?view_id=5", "view_id")]
    [InlineData("/customers?ticket_id=5", "ticket_id")]
    [InlineData("/messages?order_by=updated_datetime:desc", "order_by")]
    [InlineData("/tags?order_by=usage", "order_by")]
    [InlineData("/tags?order_by=usage:asc", "order_by")]
    [InlineData("/users?order_by=usage:asc,name:asc", "order_by")]
    [InlineData("/users/0?x=1", "x")]
    [InlineData("/account?x=1", "x")]
    public async Task A_parameter_that_is_not_known_or_not_right_is_refused_by_name(string path, string parameter)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("GET", path);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.About(parameter));
    }

    [Fact]
    public async Task A_list_has_thirty_rows_when_nothing_is_said_and_says_how_it_was_asked()
    {
        await using var desk = await Desk.StartAsync();

        var tickets = await desk.GetAsync("/tickets");
        var customers = await desk.GetAsync("/customers/?limit=1&email=nobody%40mail.example");

        Assert.Equal(30, tickets.GetProperty("data").GetArrayLength());
        Assert.Equal("/api/tickets?", tickets.GetProperty("uri").GetString());
        Assert.Equal("/api/customers?limit=1&email=nobody%40mail.example", customers.GetProperty("uri").GetString());
        Assert.True(tickets.GetProperty("meta").TryGetProperty("total_resources", out _));
        Assert.False(customers.GetProperty("meta").TryGetProperty("total_resources", out _));
    }

    [Fact]
    public async Task Tickets_are_narrowed_by_what_the_API_knows()
    {
        await using var desk = await Desk.StartAsync();
        var all = await desk.WalkAsync("/tickets?limit=100");
        var one = all.First(row => row.GetProperty("external_id").ValueKind == JsonValueKind.String);
        var customer = one.GetProperty("customer").GetProperty("id").GetInt32();

        var ofCustomer = await desk.WalkAsync($"/tickets?limit=1&customer_id={customer}");
        var byExternalId = await desk.WalkAsync($"/tickets?external_id={one.GetProperty("external_id").GetString()}");
        var byIds = await desk.WalkAsync(
            $"/tickets?ticket_ids={all[3].GetProperty("id")}&ticket_ids={all[1].GetProperty("id")}&ticket_ids=1");
        var notTrashed = await desk.WalkAsync("/tickets?limit=100&trashed=false");

        var hasCustomer = (JsonElement row) => row.GetProperty("customer").GetProperty("id").GetInt32() == customer;
        var isKept = (JsonElement row) => row.GetProperty("trashed_datetime").ValueKind == JsonValueKind.Null;
        Assert.Equal(Ids(all.Where(hasCustomer)), Ids(ofCustomer));
        Assert.Equal(one.GetProperty("id").GetInt32(), Assert.Single(Ids(byExternalId)));
        Assert.Equal([all[1].GetProperty("id").GetInt32(), all[3].GetProperty("id").GetInt32()], Ids(byIds));
        Assert.Equal(Ids(all.Where(isKept)), Ids(notTrashed));
        Assert.True(notTrashed.Count < all.Count);
    }

    [Fact]
    public async Task Customers_are_found_by_their_address()
    {
        await using var desk = await Desk.StartAsync();
        var all = await desk.WalkAsync("/customers?limit=100");
        var one = all.First(row => row.GetProperty("email").ValueKind == JsonValueKind.String);
        var email = Uri.EscapeDataString(one.GetProperty("email").GetString()!.ToUpperInvariant());

        var byEmail = await desk.WalkAsync($"/customers?email={email}");
        var byChannel = await desk.WalkAsync($"/customers?channel_type=email&channel_address={email}");

        Assert.Equal(one.GetProperty("id").GetInt32(), Assert.Single(Ids(byEmail)));
        Assert.Equal(Ids(byEmail), Ids(byChannel));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_tickets_and_another_one_others()
    {
        await using var first = await Desk.StartAsync();
        await using var second = await Desk.StartAsync();
        await using var other = await Desk.StartAsync(
            new GorgiasSandboxOptions { Tickets = 300, RateLimit = false, Seed = 2 });

        var page = (await first.SendAsync("GET", "/tickets?limit=100")).Text;

        Assert.Equal(page, (await second.SendAsync("GET", "/tickets?limit=100")).Text);
        Assert.NotEqual(page, (await other.SendAsync("GET", "/tickets?limit=100")).Text);
    }

    [Fact]
    public async Task The_texts_hold_what_breaks_careless_readers()
    {
        await using var desk = await Desk.StartAsync(new GorgiasSandboxOptions { Tickets = 1000, RateLimit = false });

        var texts = string.Concat((await desk.WalkAsync("/tickets?limit=100")).Select(
            row => $"{row.GetProperty("subject")}{row.GetProperty("excerpt")}"));

        foreach (var awkward in (string[])[",", ";", "\"", "\n", "\r\n", "\t", "👩‍👧‍👦", "ا", "ש", "注"])
        {
            Assert.Contains(awkward, texts, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Times_have_six_decimals_or_none()
    {
        await using var desk = await Desk.StartAsync();

        var lengths = (await desk.WalkAsync("/tickets?limit=100")).Select(
            row => row.GetProperty("created_datetime").GetString()!.Length).Distinct();

        Assert.Equal(["2026-08-26T12:46:10+00:00".Length, "2026-08-26T12:46:10.231080+00:00".Length], lengths.Order());
    }

    private static List<int> Ids(IEnumerable<JsonElement> rows) =>
        [.. rows.Select(row => row.GetProperty("id").GetInt32())];

    private static string Created(JsonElement row) =>
        row.GetProperty("created_datetime").GetString()!.Replace("+00:00", "", StringComparison.Ordinal);

    private static string Cursor(string direction, string value, int id) =>
        Uri.EscapeDataString(
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"[\"{direction}\", \"{value}\", {id}]")));
}
