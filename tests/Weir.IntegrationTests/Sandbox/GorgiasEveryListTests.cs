using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>Every list of the API gives every row of a desk with thousands of rows, page by page.</summary>
public sealed class GorgiasEveryListTests
{
    private const int Tickets = 3000;

    private static readonly GorgiasSandboxOptions Large = new() { Tickets = Tickets, RateLimit = false, Rows = 230 };

    [Theory]
    [InlineData("/tickets", Tickets)]
    [InlineData("/customers", Tickets / 3)]
    [InlineData("/satisfaction-surveys", Tickets / 8)]
    [InlineData("/tags", 230)]
    [InlineData("/users", 230)]
    [InlineData("/teams", 230)]
    [InlineData("/views", 230)]
    [InlineData("/rules", 230)]
    [InlineData("/macros", 230)]
    [InlineData("/integrations", 230)]
    [InlineData("/jobs", 230)]
    [InlineData("/widgets", 230)]
    [InlineData("/custom-fields?object_type=Ticket", 230)]
    [InlineData("/custom-fields?object_type=Customer", 230)]
    [InlineData("/phone/voice-calls", Tickets / 16)]
    [InlineData("/phone/voice-call-events", Tickets / 16 * 3)]
    [InlineData("/phone/voice-call-recordings", (Tickets / 16 + 1) / 2)]
    public async Task A_list_gives_each_row_once_and_each_row_alone_as_well(string path, int rows)
    {
        await using var desk = await Desk.StartAsync(Large);

        var all = await desk.WalkAsync(With(path, "limit=100"));
        var inSmallPages = await desk.WalkAsync(With(path, "limit=37"));

        Assert.Equal(rows, all.Select(Id).Distinct().Count());
        Assert.Equal(rows, all.Count);
        Assert.Equal(all.Select(Id), inSmallPages.Select(Id));
        foreach (var row in all.Take(3).Append(all[^1]))
        {
            Assert.Equal(Id(row), Id(await desk.GetAsync($"{path.Split('?')[0]}/{Id(row)}")));
        }
    }

    [Fact]
    public async Task Messages_and_events_are_as_many_as_the_tickets_say()
    {
        await using var desk = await Desk.StartAsync(Large);
        var messagesOfTickets = (await desk.WalkAsync("/tickets?limit=100")).Sum(
            row => row.GetProperty("messages_count").GetInt32());

        var messages = await desk.WalkAsync("/messages?limit=100");
        var events = await desk.WalkAsync("/events?limit=100");

        Assert.Equal(messagesOfTickets, messages.Select(Id).Distinct().Count());
        Assert.Equal(messagesOfTickets, messages.Count);
        Assert.Equal(messagesOfTickets + (2 * Tickets) + (Tickets / 3), events.Select(Id).Distinct().Count());
        Assert.True(Id(events[0]) > int.MaxValue);
        Assert.Equal(Id(events[0]), Id(await desk.GetAsync($"/events/{Id(events[0])}")));
        Assert.Equal(events.Select(Time), events.Select(Time).OrderDescending());
    }

    [Fact]
    public async Task Events_are_found_by_window_type_and_object()
    {
        await using var desk = await Desk.StartAsync();
        var all = await desk.WalkAsync("/events?limit=100&order_by=created_datetime:asc");
        var (from, to) = (all[200], all[300]);
        var window = $"created_datetime[gte]={Text(from)}&created_datetime[lt]={Text(to)}";

        var inside = await desk.WalkAsync($"/events?limit=40&{window}");
        var made = await desk.WalkAsync("/events?limit=100&types[]=ticket-created&types[]=customer-created");
        var ofTicket = await desk.WalkAsync($"/events?object_type=Ticket&object_id={desk.Sandbox.TicketIds()[7]}");

        Assert.Equal(
            all.Where(row => Time(row) >= Time(from) && Time(row) < Time(to)).Select(Id).Order(),
            inside.Select(Id).Order());
        Assert.Equal(400, made.Count);
        Assert.Equal(["ticket-updated", "ticket-created"], ofTicket.Select(row => row.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("/events?object_type=Ticket", "object_id")]
    [InlineData("/events?object_type=Message&object_id=5", "object_type")]
    [InlineData("/events?created_datetime[gte]=yesterday", "created_datetime[gte]")]
    [InlineData("/events?created_datetime=2026-01-01", "created_datetime")]
    [InlineData("/custom-fields", "object_type")]
    [InlineData("/custom-fields?object_type=Order", "object_type")]
    [InlineData("/custom-fields?object_type=Ticket&order_by=created_datetime:desc", "order_by")]
    [InlineData("/phone/voice-calls?order_by=created_datetime:desc", "order_by")]
    [InlineData("/integrations?type=shopify", "type")]
    [InlineData("/macros?order_by=relevance:desc", "ticket_id")]
    [InlineData("/tickets?status=open", "status")]
    [InlineData("/tickets?view_id=1", "view_id")]
    [InlineData("/teams?limit=101", "limit")]
    [InlineData("/users?page=2", "page")]
    [InlineData("/satisfaction-surveys?ticket_id=5", "ticket_id")]
    public async Task A_parameter_that_is_not_known_or_not_right_is_refused_by_name(string path, string field)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("GET", path);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.About(field));
    }

    [Fact]
    public async Task A_macro_or_a_tag_is_sorted_by_what_it_was_asked_for()
    {
        await using var desk = await Desk.StartAsync();

        var admins = await desk.WalkAsync("/users?limit=100&roles[]=admin&roles[]=bot");
        var macros = await desk.WalkAsync("/macros?limit=100&order_by=usage:desc");
        var fields = await desk.WalkAsync("/custom-fields?object_type=Ticket&limit=100");

        Assert.Equal(["admin", "bot"], admins.Select(user => user.GetProperty("role").GetProperty("name").GetString()!).Distinct().Order());
        Assert.Equal(Numbers(macros, "usage"), Numbers(macros, "usage").OrderDescending());
        Assert.Equal(Numbers(fields, "priority"), Numbers(fields, "priority").OrderDescending());
    }

    private static IEnumerable<int> Numbers(IEnumerable<JsonElement> rows, string name) =>
        rows.Select(row => row.GetProperty(name).GetInt32());

    private static string With(string path, string query) =>
        path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + query;

    private static long Id(JsonElement row) => row.GetProperty("id").GetInt64();

    private static string Text(JsonElement row) =>
        Uri.EscapeDataString(row.GetProperty("created_datetime").GetString()!);

    private static DateTimeOffset Time(JsonElement row) => row.GetProperty("created_datetime").GetDateTimeOffset();
}
