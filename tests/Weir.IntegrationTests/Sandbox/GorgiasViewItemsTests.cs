using System.Text.Json;
using FilterParser = Weir.Sandbox.Gorgias.FilterParser;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>The items of a view have a way of paging of their own.</summary>
public sealed class GorgiasViewItemsTests
{
    private const int All = 1_177_163;

    [Theory]
    [InlineData("", "updated_datetime", true)]
    [InlineData("&order_by=created_datetime:asc", "created_datetime", false)]
    [InlineData("&order_by=closed_datetime:desc", "closed_datetime", true)]
    [InlineData("&order_by=snooze_datetime:asc", "snooze_datetime", false)]
    [InlineData("&order_by=priority:desc", "priority", true)]
    public async Task Following_the_links_gives_every_item_once(string order, string by, bool isDescending)
    {
        await using var desk = await Desk.StartAsync();

        var (items, pages) = await FollowAsync(desk, $"/views/{All}/items?limit=41{order}");

        Assert.Equal(desk.Sandbox.TicketIds().Order(), Ids(items).Order());
        Assert.Equal(8, pages);
        if (by != "priority")
        {
            var times = items.Select(item => item.GetProperty(by)).Where(time => time.ValueKind != JsonValueKind.Null)
                .Select(time => time.GetDateTimeOffset()).ToList();
            Assert.Equal(isDescending ? times.OrderDescending() : times.Order(), times);
            Assert.Equal(JsonValueKind.String, items[0].GetProperty(by).ValueKind);
        }
    }

    [Fact]
    public async Task The_links_lead_back_as_well()
    {
        await using var desk = await Desk.StartAsync();
        var first = await desk.GetAsync($"/views/{All}/items?limit=20");
        var second = await desk.GetAsync(Link(first, "next_items")!);

        var back = await desk.GetAsync(Link(second, "prev_items")!);

        Assert.Equal(Ids(first.GetProperty("data").EnumerateArray()), Ids(back.GetProperty("data").EnumerateArray()));
        Assert.Equal(["data", "meta"], first.EnumerateObject().Select(member => member.Name));
        Assert.Equal(JsonValueKind.Null, first.GetProperty("meta").GetProperty("prev_items").ValueKind);
        var cursor = Convert.FromBase64String(second.GetProperty("meta").GetProperty("current_cursor").GetString()!);
        Assert.Matches("^[0-9]+-false$", System.Text.Encoding.UTF8.GetString(cursor));
    }

    [Fact]
    public async Task Who_drops_the_ignored_item_gets_the_last_row_again()
    {
        await using var desk = await Desk.StartAsync();
        var first = await desk.GetAsync($"/views/{All}/items?limit=1&order_by=created_datetime:asc");

        var next = Link(first, "next_items")!;
        var again = await desk.GetAsync(next[..next.LastIndexOf("&ignored_item", StringComparison.Ordinal)]);

        Assert.Equal(Ids(first.GetProperty("data").EnumerateArray()), Ids(again.GetProperty("data").EnumerateArray()));
    }

    [Fact]
    public async Task A_view_in_the_body_is_searched_without_being_kept()
    {
        await using var desk = await Desk.StartAsync();
        var all = await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:asc");
        var since = all[250].GetProperty("updated_datetime").GetString()!;
        var expected = all.Where(row => row.GetProperty("updated_datetime").GetDateTimeOffset() >= DateTimeOffset.Parse(since));

        var (items, _) = await FollowAsync(desk, "/views/0/items?limit=30", $$$"""
            {"view":{"type":"ticket-list","filters":"gte(ticket.updated_datetime, '{{{since}}}')","order_by":"updated_datetime","order_dir":"asc"}}
            """);

        Assert.Equal(Ids(expected), Ids(items));
        Assert.Equal(120, (await desk.WalkAsync("/views?limit=100")).Count);
    }

    [Theory]
    [InlineData("eq(ticket.status, 'open')", "status", "open")]
    [InlineData("neq(ticket.status, 'closed') && eq(ticket.channel, \\\"email\\\")", "channel", "email")]
    [InlineData("containsAny(ticket.channel, ['email', 'chat']) && (eq(ticket.priority, 'high') || eq(ticket.priority, 'critical'))", "priority", "high")]
    public async Task A_filter_takes_what_it_says(string filter, string member, string value)
    {
        await using var desk = await Desk.StartAsync();

        var (items, _) = await FollowAsync(desk, "/views/0/items?limit=100", $$$"""{"view":{"filters":"{{{filter}}}"}}""");

        Assert.InRange(items.Count, 1, 250);
        Assert.Contains(items, item => item.GetProperty(member).GetString() == value);
    }

    [Fact]
    public async Task The_items_of_a_view_are_those_of_its_filter()
    {
        await using var desk = await Desk.StartAsync();
        var tickets = await desk.WalkAsync("/tickets?limit=100");
        foreach (var view in (await desk.WalkAsync("/views?limit=100")).Where(
            view => view.GetProperty("name").GetString() is "Open" or "Trash" or "My tickets" or "Tag 1"))
        {
            var id = view.GetProperty("id").GetInt32();
            var (items, _) = await FollowAsync(desk, $"/views/{id}/items?limit=50");
            var byList = await desk.WalkAsync($"/tickets?limit=100&view_id={id}");
            Assert.Equal(Ids(byList).Order(), Ids(items).Order());
            Assert.DoesNotContain("current_user", view.GetProperty("filters").GetString(), StringComparison.Ordinal);
            Assert.InRange(items.Count, 0, tickets.Count - 1);
        }
    }

    [Theory]
    [InlineData("eq(ticket.status", "position")]
    [InlineData("eq(ticket.mood, 'good')", "ticket.mood")]
    [InlineData("likes(ticket.status, 'open')", "likes")]
    [InlineData("eq(ticket.status)", "takes 1")]
    [InlineData("eq(ticket.status, 'open') &&", "position")]
    public async Task A_filter_that_cannot_be_read_is_refused(string filter, string about)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("PUT", "/views/0/items", $$$"""{"view":{"filters":"{{{filter}}}"}}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains(about, answer.About("filters"), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_stands_in_a_filter_is_read_or_refused_and_nothing_else()
    {
        const string alphabet = "eq(ticket.status, 'open')&|[]\"\\ 1-true";
        var numbers = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, numbers.Next(60)).Select(_ => alphabet[numbers.Next(alphabet.Length)]));
            Assert.True(Record.Exception(() => FilterParser.Parse(text)) is null or FormatException, text);
        }

        var chain = string.Join(" && ", Enumerable.Repeat("eq(a, 1)", 1_500));
        Assert.Equal(1_500, FilterParser.Parse(chain)!.Calls().Count());
        Assert.Throws<FormatException>(() => FilterParser.Parse(chain + chain));
        Assert.Throws<FormatException>(() => FilterParser.Parse(new string('(', 5_000)));
    }

    private static async Task<(List<JsonElement> Items, int Pages)> FollowAsync(Desk desk, string path, string? body = null)
    {
        var items = new List<JsonElement>();
        var pages = 0;
        for (var next = path; next is not null; pages++)
        {
            var answer = await desk.SendAsync(body is null ? "GET" : "PUT", next, body);
            Assert.True(answer.Status == 200, answer.Text);
            items.AddRange(answer.Json.GetProperty("data").EnumerateArray());
            next = Link(answer.Json, "next_items");
        }

        return (items, pages);
    }

    private static string? Link(JsonElement page, string member) =>
        page.GetProperty("meta").GetProperty(member).GetString()?["/api".Length..];

    private static List<int> Ids(IEnumerable<JsonElement> rows) =>
        [.. rows.Select(row => row.GetProperty("id").GetInt32())];
}
