using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>What the definition writes is there afterwards.</summary>
public sealed class GorgiasWritingTests : IAsyncLifetime
{
    private GorgiasAccount _account = null!;
    private long _ticket;
    private long _customer;

    public async ValueTask InitializeAsync()
    {
        _account = await GorgiasAccount.StartAsync(new GorgiasSandboxOptions { Tickets = 60, RateLimit = false });
        var ticket = (await _account.ListAsync("tickets.list"))[3];
        _ticket = Id(ticket);
        _customer = Id(ticket.GetProperty("customer"));
    }

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Tags_are_added_replaced_and_taken_away()
    {
        await WriteAsync("tickets.setTags", """{"names":["one"]}""");
        await WriteAsync("tickets.addTags", """{"names":["two","three"]}""");
        Assert.Equal(["one", "three", "two"], await TagsAsync());
        await WriteAsync("tickets.removeTags", """{"names":["three"]}""");
        Assert.Equal(["one", "two"], await TagsAsync());
        await WriteAsync("tickets.addTags", """{"names":["two"]}""");
        Assert.Equal(["one", "two"], await TagsAsync());
    }

    [Fact]
    public async Task A_ticket_is_assigned_closed_put_aside_trashed_and_deleted()
    {
        var user = Id((await _account.ListAsync("users.list"))[0]);
        await WriteAsync("tickets.assign", more: $""","user_id":{user}""");
        Assert.Equal(user, Id((await TicketAsync()).GetProperty("assignee_user")));
        await WriteAsync("tickets.unassign");
        Assert.Equal(JsonValueKind.Null, (await TicketAsync()).GetProperty("assignee_user").ValueKind);
        await WriteAsync("tickets.close");
        Assert.Equal("closed", (await TicketAsync()).GetProperty("status").GetString());
        await WriteAsync("tickets.reopen");
        Assert.Equal("open", (await TicketAsync()).GetProperty("status").GetString());
        await WriteAsync("tickets.snooze", more: ""","until":"2099-01-01T08:00:00Z" """);
        Assert.StartsWith("2099-01-01T08:00:00", (await TicketAsync()).GetProperty("snooze_datetime").GetString());
        await WriteAsync("tickets.trash");
        Assert.NotEqual(JsonValueKind.Null, (await TicketAsync()).GetProperty("trashed_datetime").ValueKind);
        await WriteAsync("tickets.restore");
        Assert.Equal(JsonValueKind.Null, (await TicketAsync()).GetProperty("trashed_datetime").ValueKind);
        await WriteAsync("tickets.delete");
        Assert.DoesNotContain((int)_ticket, _account.Sandbox.TicketIds());
    }

    [Fact]
    public async Task A_note_is_seen_by_nobody_else_and_history_is_not_sent()
    {
        var parameters = $$"""{"ticket_id":{{_ticket}} }""";
        var sender = $$"""{"id":{{Id((await _account.ListAsync("users.list"))[0])}} }""";
        var note = await _account.WriteAsync(
            "messages.addNote", parameters, $$"""{"body_text":"a note","sender":{{sender}} }""");
        var old = await _account.WriteAsync(
            "messages.import", parameters,
            $$"""
            {"channel":"email","from_agent":true,"body_text":"long ago","sender":{{sender}},"receiver":{"id":{{_customer}} },
             "source":{"type":"email","from":{"address":"desk@fuchsia.example"},"to":[{"address":"a@mail.example"}]},
             "created_datetime":"2020-01-01T00:00:00Z"}
            """);

        Assert.Equal(("internal-note", false), (note.GetProperty("channel").GetString(), note.GetProperty("public").GetBoolean()));
        Assert.NotEqual(JsonValueKind.Null, old.GetProperty("sent_datetime").ValueKind);
        var messages = await _account.ListAsync("messages.list", $$"""{"ticket_id":"{{_ticket}}"}""");
        Assert.Contains(Id(note), messages.Select(Id));
        Assert.Contains(Id(old), messages.Select(Id));
    }

    [Fact]
    public async Task Data_and_custom_fields_are_set()
    {
        var parameters = $$"""{"id":{{_customer}} }""";
        var field = Id((await _account.ListAsync("custom-fields.list")).First(f =>
            f.GetProperty("object_type").GetString() == "Ticket"
            && f.GetProperty("definition").GetProperty("data_type").GetString() == "text"
            && f.GetProperty("definition").GetProperty("input_settings").GetProperty("input_type").GetString() == "input"));
        await _account.WriteAsync("customers.setData", parameters, """{"data":{"orders":3},"version":"2030-01-01T00:00:00Z"}""");
        await WriteAsync("tickets.setCustomFields", $$"""[{"id":{{field}},"value":"x"}]""");

        Assert.Equal(3, (await _account.LookUpAsync("customers.data", parameters, default)).GetProperty("orders").GetInt32());
        Assert.Contains(
            (await _account.LookUpAsync("tickets.customFields", $$"""{"id":{{_ticket}} }""", default)).EnumerateArray(),
            v => Id(v.GetProperty("field")) == field && v.GetProperty("value").GetString() == "x");
        await WriteAsync("tickets.removeCustomField", more: $""","field_id":{field}""");
    }

    [Theory]
    [InlineData("tags", """{"name":"made here"}""", """{"description":"d"}""")]
    [InlineData("teams", """{"name":"made here"}""", """{"description":"d"}""")]
    [InlineData("users", """{"name":"Made Here","email":"made@here.example","role":{"name":"agent"}}""", """{"firstname":"M"}""")]
    [InlineData("views", """{"name":"made here","type":"ticket-list","slug":"made"}""", """{"name":"other"}""")]
    [InlineData("rules", """{"name":"made here","code":"if (true) {}"}""", """{"name":"other"}""")]
    [InlineData("macros", """{"name":"made here","actions":[]}""", """{"language":"fr"}""")]
    [InlineData("widgets", """{"type":"custom","template":{"type":"wrapper","widgets":[]}}""", """{"type":"custom","template":{"type":"wrapper","widgets":[]},"order":3}""")]
    public async Task What_is_made_can_be_changed_and_deleted(string resource, string made, string changed)
    {
        var id = Id(await _account.WriteAsync($"{resource}.create", "{}", made));
        var parameters = $$"""{"id":{{id}} }""";
        await _account.WriteAsync($"{resource}.update", parameters, changed);
        var read = await _account.LookUpAsync($"{resource}.get", parameters, default);
        foreach (var field in JsonElement.Parse(changed).EnumerateObject().Where(f => f.Value.ValueKind is not JsonValueKind.Object))
        {
            Assert.Equal(field.Value.GetRawText(), read.GetProperty(field.Name).GetRawText());
        }

        await _account.WriteAsync($"{resource}.delete", parameters);
        Assert.DoesNotContain(id, (await _account.ListAsync($"{resource}.list")).Select(Id));
    }

    private static long Id(JsonElement record) => record.GetProperty("id").GetInt64();

    private Task<JsonElement> WriteAsync(string operation, string mapped = "{}", string more = "") =>
        _account.WriteAsync(operation, $$"""{"id":{{_ticket}}{{more}} }""", mapped);

    private async Task<JsonElement> TicketAsync() =>
        await _account.LookUpAsync("tickets.get", $$"""{"id":{{_ticket}} }""", default);

    private async Task<IEnumerable<string?>> TagsAsync() =>
        (await _account.LookUpAsync("tickets.tags", $$"""{"id":{{_ticket}} }""", default)).EnumerateArray()
            .Select(t => t.GetProperty("name").GetString()).Order(StringComparer.Ordinal);
}
