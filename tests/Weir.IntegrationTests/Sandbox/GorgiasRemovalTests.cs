using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>Rows that go away, become one, or get something taken from them.</summary>
public sealed class GorgiasRemovalTests
{
    [Fact]
    public async Task A_deleted_ticket_is_gone_with_its_messages_and_leaves_an_event()
    {
        await using var desk = await Desk.StartAsync();
        await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:desc");
        var messages = (await desk.WalkAsync("/messages?limit=100")).Count;
        var (id, count) = (desk.Sandbox.TicketIds()[17], 0);
        count = (await desk.GetAsync($"/tickets/{id}")).GetProperty("messages").GetArrayLength();

        var answer = await desk.SendAsync("DELETE", $"/tickets/{id}");

        Assert.Equal((204, ""), (answer.Status, answer.Text));
        Assert.Equal(404, (await desk.SendAsync("GET", $"/tickets/{id}")).Status);
        Assert.Equal(404, (await desk.SendAsync("DELETE", $"/tickets/{id}")).Status);
        Assert.Equal(299, (await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:desc")).Count);
        Assert.Equal(299, (await desk.WalkAsync("/tickets?limit=100")).Count);
        Assert.Equal(messages - count, (await desk.WalkAsync("/messages?limit=100")).Count);
        var last = (await desk.GetAsync("/events?limit=1&types[]=ticket-deleted")).GetProperty("data")[0];
        Assert.Equal((id, "Ticket"), (last.GetProperty("object_id").GetInt32(), last.GetProperty("object_type").GetString()));
    }

    [Fact]
    public async Task A_trashed_ticket_stays_in_the_list()
    {
        await using var desk = await Desk.StartAsync();
        var id = (await desk.WalkAsync("/tickets?limit=100&trashed=false"))[5].GetProperty("id").GetInt32();

        await desk.SendAsync("PUT", $"/tickets/{id}", """{"trashed_datetime":"2026-01-01T00:00:00"}""");

        Assert.Contains(await desk.WalkAsync("/tickets?limit=100"), row => row.GetProperty("id").GetInt32() == id);
        Assert.DoesNotContain(await desk.WalkAsync("/tickets?limit=100&trashed=false"), row => row.GetProperty("id").GetInt32() == id);
    }

    [Fact]
    public async Task Tags_are_added_replaced_and_taken_away_with_empty_answers_that_call_themselves_JSON()
    {
        await using var desk = await Desk.StartAsync();
        var tags = $"/tickets/{desk.Sandbox.TicketIds()[0]}/tags";
        await desk.SendAsync("PUT", tags, """{"names":["refund"]}""");

        var added = await desk.SendAsync("POST", tags, """{"names":["brand new","refund"]}""");
        var afterAdding = await NamesAsync(desk, tags);
        var removed = await desk.SendAsync("DELETE", tags, """{"names":["refund","never seen"]}""");
        var afterRemoving = await NamesAsync(desk, tags);
        var cleared = await desk.SendAsync("PUT", tags, "{}");

        Assert.Equal((201, ""), (added.Status, added.Text));
        Assert.Equal((204, ""), (removed.Status, removed.Text));
        Assert.Equal((202, ""), (cleared.Status, cleared.Text));
        Assert.Equal(["refund", "brand new"], afterAdding);
        Assert.Equal(["brand new"], afterRemoving);
        Assert.Empty(await NamesAsync(desk, tags));
        Assert.Empty(await desk.WalkAsync("/tags?search=never"));
        using var raw = await desk.Http.PostAsync(
            new Uri(desk.Sandbox.BaseUri + tags), new StringContent("""{"names":["x"]}"""));
        Assert.Equal("application/json", raw.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_merged_tag_lives_on_in_the_other()
    {
        await using var desk = await Desk.StartAsync();
        var (target, source) = (await TagAsync(desk, "refund"), await TagAsync(desk, "exchange"));
        var had = await ItemsWithAsync(desk, "exchange", "refund");

        var answer = await desk.SendAsync("PUT", $"/tags/{target}/merge", $$"""{"source_tags_ids":[{{source}}]}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal(had, await ItemsWithAsync(desk, "refund"));
        Assert.Equal(404, (await desk.SendAsync("GET", $"/tags/{source}")).Status);
        var events = (await desk.GetAsync("/events?limit=2")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["tag-merged", "tag-deleted"], events.Select(each => each.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Values_of_custom_fields_are_set_one_by_one()
    {
        await using var desk = await Desk.StartAsync();
        foreach (var (owner, field) in new[] { ($"/tickets/{desk.Sandbox.TicketIds()[0]}", 319_825), (await CustomerAsync(desk), 319_618) })
        {
            var fields = $"{owner}/custom-fields";
            var set = await desk.SendAsync("PUT", fields, $$"""[{"id":{{field}},"value":"A-1"}]""");
            var changed = await desk.SendAsync("PUT", $"{fields}/{field}", $$"""{"id":{{field}},"value":77}""");
            var wrong = await desk.SendAsync("PUT", fields, """[{"id":5,"value":"x"}]""");
            var without = await desk.SendAsync("PUT", fields, $$"""[{"id":{{field}}}]""");
            var cleared = await desk.SendAsync("PUT", fields, $$"""[{"id":{{field}},"value":null}]""");
            await desk.SendAsync("PUT", fields, $$"""[{"id":{{field}},"value":"again"}]""");
            var removed = await desk.SendAsync("DELETE", $"{fields}/{field}");

            Assert.NotEmpty(without.About("value"));
            Assert.DoesNotContain(
                cleared.Json.GetProperty("data").EnumerateArray(), value => value.GetProperty("field").GetProperty("id").GetInt32() == field);
            Assert.Equal("A-1", set.Json.GetProperty("data").EnumerateArray().Last().GetProperty("value").GetString());
            Assert.Equal(77, changed.Json.GetProperty("data").EnumerateArray().Last().GetProperty("value").GetInt32());
            Assert.Equal(400, wrong.Status);
            Assert.Equal(204, removed.Status);
            Assert.Equal(404, (await desk.SendAsync("DELETE", $"{fields}/{field}")).Status);
        }
    }

    [Fact]
    public async Task Of_two_customers_one_is_left_with_the_tickets_of_both()
    {
        await using var desk = await Desk.StartAsync();
        var source = await CustomerIdAsync(desk, "source@mail.example");
        var target = await CustomerIdAsync(desk, "target@mail.example");
        await desk.SendAsync("POST", "/tickets", """
            {"via":"api","customer":{"email":"source@mail.example"},"messages":[{"channel":"api","via":"api","from_agent":false}]}
            """);

        var answer = await desk.SendAsync(
            "PUT", $"/customers/merge?source_id={source}&target_id={target}", """{"name":"Merged Customer"}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("name").ValueKind);
        Assert.Equal(404, (await desk.SendAsync("GET", $"/customers/{source}")).Status);
        Assert.Single(await desk.WalkAsync($"/tickets?customer_id={target}"));
        Assert.Equal(409, (await desk.SendAsync("POST", "/customers", """{"email":"source@mail.example"}""")).Status);
        var events = (await desk.GetAsync("/events?limit=2")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["customer-merged", "customer-deleted"], events.Select(each => each.GetProperty("type").GetString()));
        Assert.Equal(source, events[0].GetProperty("data").GetProperty("source_customer_id").GetInt32());
        var without = await desk.SendAsync("PUT", $"/customers/merge?source_id={source}", "");
        Assert.NotEmpty(without.About("target_id"));
    }

    [Fact]
    public async Task What_a_merged_customer_wrote_and_is_owed_is_the_others()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var (source, target) = (await CustomerIdAsync(desk, "source@mail.example"), await CustomerIdAsync(desk, "target@mail.example"));
        var ticket = (await desk.SendAsync("POST", "/tickets", """
            {"via":"api","customer":{"email":"source@mail.example"},"messages":[
             {"channel":"email","via":"api","from_agent":false},{"channel":"email","via":"api","from_agent":true}]}
            """)).Json.GetProperty("id").GetInt32();
        await desk.SendAsync("POST", "/satisfaction-surveys", $$"""{"ticket_id":{{ticket}},"customer_id":{{source}}}""");

        await desk.SendAsync("PUT", $"/customers/merge?source_id={source}&target_id={target}");
        time.Advance(TimeSpan.FromSeconds(2));
        var read = await desk.GetAsync($"/tickets/{ticket}");

        Assert.Equal(target, read.GetProperty("messages")[0].GetProperty("sender").GetProperty("id").GetInt32());
        Assert.Equal(target, read.GetProperty("messages")[1].GetProperty("receiver").GetProperty("id").GetInt32());
        Assert.Equal(target, read.GetProperty("satisfaction_survey").GetProperty("customer_id").GetInt32());
        Assert.Equal(("target@mail.example", null), (desk.Sandbox.Sendings()[0].To, desk.Sandbox.Sendings()[0].Failure));
    }

    [Fact]
    public async Task A_customer_with_tickets_stays_and_several_go_together_or_not_at_all()
    {
        await using var desk = await Desk.StartAsync();
        var held = (await desk.GetAsync($"/tickets/{desk.Sandbox.TicketIds()[0]}")).GetProperty("customer").GetProperty("id").GetInt32();
        var (one, two) = (await CustomerIdAsync(desk, "one@mail.example"), await CustomerIdAsync(desk, "two@mail.example"));

        Assert.Equal(409, (await desk.SendAsync("DELETE", $"/customers/{held}")).Status);
        Assert.Equal(409, (await desk.SendAsync("DELETE", "/customers", $$"""{"ids":[{{one}},{{held}}]}""")).Status);
        Assert.Equal(200, (await desk.SendAsync("GET", $"/customers/{one}")).Status);
        Assert.Equal(204, (await desk.SendAsync("DELETE", "/customers", $$"""{"ids":[{{one}},{{two}}]}""")).Status);
        Assert.Equal(404, (await desk.SendAsync("GET", $"/customers/{two}")).Status);
        Assert.Equal(201, (await desk.SendAsync("POST", "/customers", """{"email":"one@mail.example"}""")).Status);
    }

    [Fact]
    public async Task Older_data_of_a_customer_is_ignored_without_a_word()
    {
        await using var desk = await Desk.StartAsync();
        var id = await CustomerIdAsync(desk, "data@mail.example");
        var data = $"/customers/{id}/data";

        var newer = await desk.SendAsync("PUT", data, """{"data":{"orders":2},"version":"2026-05-02T00:00:00"}""");
        var older = await desk.SendAsync("PUT", data, """{"data":{"orders":1},"version":"2026-05-01T00:00:00"}""");
        var kept = await desk.GetAsync($"/customers/{id}");
        await desk.SendAsync("PUT", data, """{"data":[3],"version":"2026-05-03T00:00:00"}""");

        Assert.Equal((202, "", 202, ""), (newer.Status, newer.Text, older.Status, older.Text));
        Assert.Equal("""{"orders":2}""", kept.GetProperty("data").GetRawText());
        Assert.Equal("[3]", (await desk.GetAsync($"/customers/{id}")).GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_message_is_changed_and_taken_away()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = await desk.GetAsync($"/tickets/{desk.Sandbox.TicketIds()[3]}");
        var (id, message) = (ticket.GetProperty("id").GetInt32(), ticket.GetProperty("messages")[0]);
        var path = $"/tickets/{id}/messages/{message.GetProperty("id")}";

        var changed = await desk.SendAsync(
            "PUT", path, """{"channel":"email","via":"api","from_agent":false,"body_text":"Changed"}""");
        var incomplete = await desk.SendAsync("PUT", path, """{"body_text":"x"}""");
        var removed = await desk.SendAsync("DELETE", path);

        Assert.Equal((202, "Changed"), (changed.Status, changed.Json.GetProperty("body_text").GetString()));
        Assert.NotEmpty(incomplete.About("channel"));
        Assert.Equal((204, ""), (removed.Status, removed.Text));
        Assert.Equal(404, (await desk.SendAsync("GET", path)).Status);
        Assert.Equal(
            ticket.GetProperty("messages").GetArrayLength() - 1,
            (await desk.GetAsync($"/tickets/{id}")).GetProperty("messages").GetArrayLength());
    }

    private static async Task<int> CustomerIdAsync(Desk desk, string email) =>
        (await desk.SendAsync("POST", "/customers", $$"""{"email":"{{email}}"}""")).Json.GetProperty("id").GetInt32();

    private static async Task<string> CustomerAsync(Desk desk) =>
        $"/customers/{await CustomerIdAsync(desk, "fields@mail.example")}";

    private static async Task<List<string?>> NamesAsync(Desk desk, string tags) =>
        [.. (await desk.GetAsync(tags)).GetProperty("data").EnumerateArray().Select(tag => tag.GetProperty("name").GetString())];

    private static async Task<int> TagAsync(Desk desk, string name) => (await desk.WalkAsync($"/tags?search={name}"))
        .First(tag => tag.GetProperty("name").GetString() == name).GetProperty("id").GetInt32();

    private static async Task<List<int>> ItemsWithAsync(Desk desk, params string[] tags) =>
    [
        .. (await desk.WalkAsync("/tickets?limit=100"))
            .Where(row => row.GetProperty("tags").EnumerateArray().Any(tag => tags.Contains(tag.GetProperty("name").GetString())))
            .Select(row => row.GetProperty("id").GetInt32()),
    ];
}
