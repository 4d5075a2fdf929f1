using System.Text.Json;
using Weir.Model;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>Every list of the definition gives every row of an account with thousands of them.</summary>
public sealed class GorgiasReadingTests : IAsyncLifetime
{
    private const int Tickets = 3000;
    private const int Rows = 230;

    private GorgiasAccount _account = null!;

    public async ValueTask InitializeAsync() => _account = await GorgiasAccount.StartAsync(
        new GorgiasSandboxOptions { Tickets = Tickets, RateLimit = false, Rows = Rows });

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    public static TheoryData<string, int, string?> Lists => new()
    {
        { "tickets.list", Tickets, """{"id":"{{id}}"}""" },
        { "customers.list", Tickets / 3, """{"id":"{{id}}"}""" },
        { "satisfaction-surveys.list", Tickets / 8, """{"id":"{{id}}"}""" },
        { "tags.list", Rows, """{"id":"{{id}}"}""" },
        { "users.list", Rows, """{"id":"{{id}}"}""" },
        { "teams.list", Rows, """{"id":"{{id}}"}""" },
        { "views.list", Rows, """{"id":"{{id}}"}""" },
        { "rules.list", Rows, """{"id":"{{id}}"}""" },
        { "macros.list", Rows, """{"id":"{{id}}"}""" },
        { "integrations.list", Rows, """{"id":"{{id}}"}""" },
        { "jobs.list", Rows, """{"id":"{{id}}"}""" },
        { "widgets.list", Rows, """{"id":"{{id}}"}""" },
        { "custom-fields.list", 2 * Rows, """{"id":"{{id}}"}""" },
        { "voice-calls.list", Tickets / 16, """{"id":"{{id}}"}""" },
        { "voice-call-events.list", Tickets / 16 * 3, """{"id":"{{id}}"}""" },
        { "voice-call-recordings.list", ((Tickets / 16) + 1) / 2, """{"id":"{{id}}"}""" },
        { "tickets.search", Tickets, null },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_gives_every_row_once(string list, int rows, string? get)
    {
        var all = await _account.ListAsync(list);
        Assert.Equal(rows, all.Count);
        Assert.Equal(rows, all.Select(Id).Distinct().Count());
        if (get is not null)
        {
            var one = await _account.LookUpAsync($"{list.Split('.')[0]}.get", get, all[^1]);
            Assert.Equal(Id(all[^1]), Id(one));
        }
    }

    [Fact]
    public async Task Messages_and_events_are_all_there()
    {
        var tickets = await _account.ListAsync("tickets.list");
        var messages = await _account.ListAsync("messages.list");
        var events = await _account.ListAsync("events.list");
        var changes = await _account.ListAsync("events.list", mode: ExportMode.Delta);

        Assert.Equal(tickets.Sum(t => t.GetProperty("messages_count").GetInt32()), messages.Select(Id).Distinct().Count());
        Assert.True(events.Count > 2 * Tickets);
        Assert.Equal(events.Count, events.Select(Id).Distinct().Count());
        Assert.Equal(events.Select(Id).Order(), changes.Select(Id).Order());
        Assert.Equal(changes.Select(Created).Order(), changes.Select(Created));
        var one = messages[0];
        Assert.Equal(Id(one), Id(await _account.LookUpAsync("messages.get", """{"ticket_id":"{{ticket_id}}","id":"{{id}}"}""", one)));
        Assert.Equal(Id(events[0]), Id(await _account.LookUpAsync("events.get", """{"id":"{{id}}"}""", events[0])));
    }

    [Fact]
    public async Task The_items_of_all_views_are_those_of_each_view()
    {
        var views = await _account.ListAsync("views.list");
        var all = await _account.ListAsync("views.items");
        var ofEach = all.GroupBy(i => i.GetProperty("view_id").GetInt64()).ToDictionary(g => g.Key, g => g.Select(Id).ToList());

        Assert.True(all.Count > Tickets);
        foreach (var view in views.Where((_, i) => i % 25 == 0 || i > Rows - 10).Select(Id))
        {
            var items = await _account.ListAsync("views.items", $$"""{"view_id":{{view}}}""", pageSize: 47);
            Assert.Equal(items.Select(Id).Order(), (ofEach.GetValueOrDefault(view) ?? []).Order());
            Assert.Equal(items.Count, items.Select(Id).Distinct().Count());
        }

        Assert.Contains(ofEach.Values, items => items.Count == Tickets);
    }

    [Fact]
    public async Task Both_kinds_of_custom_fields_come_in_one_list()
    {
        var kinds = (await _account.ListAsync("custom-fields.list")).GroupBy(f => f.GetProperty("object_type").GetString());
        Assert.Equal([("Ticket", Rows), ("Customer", Rows)], kinds.Select(k => (k.Key!, k.Count())));
        Assert.Equal(Rows, (await _account.ListAsync("custom-fields.list", """{"object_type":"Customer"}""")).Count);
    }

    [Fact]
    public async Task What_belongs_to_one_ticket_or_customer_is_looked_up()
    {
        var ticket = (await _account.ListAsync("tickets.list"))[7];
        var customer = ticket.GetProperty("customer");
        const string ofTicket = """{"id":"{{id}}"}""";

        var whole = await _account.LookUpAsync("tickets.get", ofTicket, ticket);
        Assert.Equal(ticket.GetProperty("messages_count").GetInt32(), whole.GetProperty("messages").GetArrayLength());
        Assert.Equal(
            ticket.GetProperty("tags").GetArrayLength(),
            (await _account.LookUpAsync("tickets.tags", ofTicket, ticket)).GetArrayLength());
        Assert.Equal(JsonValueKind.Array, (await _account.LookUpAsync("tickets.customFields", ofTicket, ticket)).ValueKind);
        Assert.Equal(JsonValueKind.Array, (await _account.LookUpAsync("customers.customFields", ofTicket, customer)).ValueKind);
        Assert.NotEqual(JsonValueKind.Undefined, (await _account.LookUpAsync("customers.data", ofTicket, customer)).ValueKind);
        Assert.NotEmpty(await _account.ListAsync("messages.list", $$"""{"ticket_id":{{Id(ticket)}}}"""));
    }

    [Fact]
    public async Task Account_settings_search_and_statistics_answer()
    {
        Assert.Equal("fuchsia", Assert.Single(await _account.ListAsync("account.get")).GetProperty("domain").GetString());
        Assert.True((await _account.ListAsync("account.settings")).Count > 3);
        Assert.Single(await _account.ListAsync("account.settings", """{"type":"business-hours"}"""));
        Assert.Equal(50, (await _account.ListAsync("search.list", """{"type":"customer","query":"a"}""")).Count);
        var newest = Created((await _account.ListAsync("tickets.list"))[0]);
        Assert.NotEmpty(await _account.ListAsync(
            "statistics.list",
            $$"""{"scope":"tickets-created","measures":"ticketCount","dimensions":"channel","from":"{{newest.AddDays(-200):O}}","until":"{{newest.AddDays(9):O}}"}"""));
    }

    [Fact]
    public async Task A_parameter_of_several_values_narrows_a_list()
    {
        var some = (await _account.ListAsync("tickets.list")).Take(3).Select(Id).ToList();
        Assert.Equal(
            some.Order(),
            (await _account.ListAsync("tickets.list", $$"""{"ticket_ids":"{{string.Join(", ", some)}}"}""")).Select(Id).Order());
        Assert.All(
            await _account.ListAsync("events.list", """{"types":["ticket-created","customer-created"]}"""),
            e => Assert.Contains(e.GetProperty("type").GetString(), (string[])["ticket-created", "customer-created"]));
        Assert.NotEmpty(await _account.ListAsync("users.list", """{"roles":"agent,admin"}"""));
    }

    [Fact]
    public async Task A_filter_is_as_a_view_has_it()
    {
        var open = await _account.ListAsync("tickets.search", """{"filters":"eq(ticket.status, 'open')"}""");
        var expected = (await _account.ListAsync("tickets.list")).Where(t => t.GetProperty("status").GetString() == "open");
        Assert.NotEmpty(open);
        Assert.All(open, t => Assert.Equal("open", t.GetProperty("status").GetString()));
        Assert.Subset(expected.Select(Id).ToHashSet(), open.Select(Id).ToHashSet());
    }

    private static long Id(JsonElement record) => record.GetProperty("id").GetInt64();

    private static DateTimeOffset Created(JsonElement record) => record.GetProperty("created_datetime").GetDateTimeOffset();
}
