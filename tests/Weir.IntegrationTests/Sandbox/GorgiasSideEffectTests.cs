using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>What a write causes beside itself: events, and what goes to customers.</summary>
public sealed class GorgiasSideEffectTests
{
    private const string Reply = """{"channel":"email","via":"api","from_agent":true,"body_text":"Done"}""";

    [Fact]
    public async Task A_created_ticket_leaves_the_events_of_the_live_ones_under_one_context()
    {
        await using var desk = await Desk.StartAsync();
        var user = (await desk.GetAsync("/users/0")).GetProperty("id").GetInt32();

        var made = (await desk.SendAsync("POST", "/tickets", $$"""
            {"via":"api","customer":{"email":"one@mail.example"},"assignee_user":{"id":{{user}}},
             "messages":[{"channel":"email","via":"api","from_agent":false,"body_text":"Hello"}]}
            """)).Json;
        var events = await EventsAsync(desk, 6);

        Assert.Equal(
            ["customer-created", "ticket-created", "ticket-message-created", "ticket-updated", "ticket-assigned", "ticket-updated"],
            events.Select(Type));
        Assert.Single(events.Select(each => each.GetProperty("context").GetString()).Distinct());
        Assert.All(events, each => Assert.Equal(user, each.GetProperty("user_id").GetInt32()));
        Assert.Equal(user, events[4].GetProperty("data").GetProperty("assignee_user_id").GetInt32());
        Assert.Equal("TicketMessage", events[2].GetProperty("object_type").GetString());
        Assert.Equal(made.GetProperty("messages")[0].GetProperty("id").GetInt32(), events[2].GetProperty("object_id").GetInt32());
        Assert.Equal($"/api/events/{events[5].GetProperty("id")}/", events[5].GetProperty("uri").GetString());
    }

    [Fact]
    public async Task Each_change_of_a_ticket_has_an_event_of_its_own_name()
    {
        await using var desk = await Desk.StartAsync();
        var id = (await desk.SendAsync("POST", "/tickets", """
            {"via":"api","customer":{"email":"one@mail.example"},"messages":[{"channel":"api","via":"api","from_agent":false}]}
            """)).Json.GetProperty("id").GetInt32();
        (string Body, string[] Types)[] changes =
        [
            ("""{"status":"closed"}""", ["ticket-closed"]), ("""{"status":"open"}""", ["ticket-reopened"]),
            ("""{"spam":true}""", ["ticket-marked-spam"]), ("""{"spam":false}""", ["ticket-unmarked-spam"]),
            ("""{"trashed_datetime":"2026-01-01T00:00:00"}""", ["ticket-trashed"]),
            ("""{"trashed_datetime":null}""", ["ticket-untrashed"]),
            ("""{"snooze_datetime":"2030-01-01T00:00:00"}""", ["ticket-snoozed"]),
            ("""{"subject":"Other","customer":{"email":"two@mail.example"}}""", ["customer-created", "ticket-subject-updated", "ticket-customer-updated"]),
            ("""{"tags":[{"name":"refund"}]}""", ["ticket-tags-added"]), ("""{"tags":[]}""", ["ticket-tags-removed"]),
            ("""{"language":"fr"}""", []),
        ];
        foreach (var (body, types) in changes)
        {
            Assert.Equal(202, (await desk.SendAsync("PUT", $"/tickets/{id}", body)).Status);
            Assert.Equal([.. types, "ticket-updated"], (await EventsAsync(desk, types.Length + 1)).Select(Type));
        }
    }

    [Fact]
    public async Task A_write_that_is_refused_leaves_no_event()
    {
        await using var desk = await Desk.StartAsync();
        var before = (await desk.GetAsync("/events?limit=1")).GetProperty("data")[0].GetProperty("id").GetInt64();

        await desk.SendAsync("POST", "/tickets", """{"via":"api","customer":{"email":"a@mail.example"},"messages":[{}]}""");
        await desk.SendAsync("PUT", $"/tickets/{desk.Sandbox.TicketIds()[0]}", """{"colour":"red"}""");
        await desk.SendAsync("DELETE", "/tickets/5");

        Assert.Equal(before, (await desk.GetAsync("/events?limit=1")).GetProperty("data")[0].GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task What_the_desk_writes_goes_to_the_customer_once()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var ticket = await TicketAsync(desk, "one@mail.example");

        await desk.SendAsync("POST", $"/tickets/{ticket}/messages", Reply);
        var before = desk.Sandbox.Sendings().Count;
        time.Advance(TimeSpan.FromSeconds(2));
        var after = desk.Sandbox.Sendings();
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(0, before);
        Assert.Equal(("one@mail.example", true, null), (after[0].To, after[0].IsEmail, after[0].Failure));
        Assert.Single(desk.Sandbox.Sendings());
        Assert.Equal(ticket, (await desk.GetAsync("/control/sendings"))[0].GetProperty("ticketId").GetInt32());
    }

    [Fact]
    public async Task Nothing_is_sent_for_a_note_a_customer_or_the_past()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var ticket = await TicketAsync(desk, "one@mail.example");
        string[] bodies =
        [
            """{"channel":"internal-note","via":"api","from_agent":true,"body_text":"Look"}""",
            """{"channel":"email","via":"api","from_agent":false,"body_text":"Hello"}""",
            """{"channel":"email","via":"api","from_agent":true,"body_text":"Old","sent_datetime":"2020-01-01T00:00:00"}""",
        ];
        foreach (var body in bodies)
        {
            Assert.Equal(201, (await desk.SendAsync("POST", $"/tickets/{ticket}/messages", body)).Status);
        }

        for (var i = 0; i < 300; i++)
        {
            await desk.SendAsync("POST", "/tickets", """
                {"via":"api","customer":{"email":"h@mail.example"},"messages":[
                 {"channel":"email","via":"api","from_agent":true,"body_text":"x","sent_datetime":"2020-01-01T00:00:00"}]}
                """);
        }

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(desk.Sandbox.Sendings());
    }

    [Fact]
    public async Task What_is_taken_back_before_it_went_out_does_not_go_out()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var ticket = await TicketAsync(desk, "one@mail.example");
        var paths = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var made = await desk.SendAsync("POST", $"/tickets/{ticket}/messages", Reply);
            paths.Add($"/tickets/{ticket}/messages/{made.Json.GetProperty("id")}");
        }

        await desk.SendAsync("DELETE", paths[0]);
        await desk.SendAsync("PUT", paths[1], """{"channel":"email","via":"api","from_agent":true,"sent_datetime":"2020-01-01T00:00:00"}""");
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.EndsWith($"/{Assert.Single(desk.Sandbox.Sendings()).MessageId}", paths[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_sent_says_so_in_the_message_the_ticket_and_an_event()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var ticket = await TicketAsync(desk, "bounce.me@mail.example");

        var message = (await desk.SendAsync("POST", $"/tickets/{ticket}/messages", Reply)).Json.GetProperty("id").GetInt32();
        time.Advance(TimeSpan.FromSeconds(2));
        var failed = await desk.GetAsync($"/tickets/{ticket}/messages/{message}");
        var row = (await desk.WalkAsync($"/tickets?ticket_ids={ticket}"))[0];

        Assert.Equal(JsonValueKind.Null, failed.GetProperty("sent_datetime").ValueKind);
        Assert.Equal(JsonValueKind.String, failed.GetProperty("failed_datetime").ValueKind);
        Assert.Contains("550", failed.GetProperty("last_sending_error").GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.True(row.GetProperty("last_sent_message_not_delivered").GetBoolean());
        Assert.Equal(["ticket-message-failed", "ticket-updated"], (await EventsAsync(desk, 2)).Select(Type));
        Assert.NotNull(Assert.Single(desk.Sandbox.Sendings()).Failure);
    }

    [Fact]
    public async Task A_snoozed_ticket_wakes_at_its_time_unless_somebody_changed_it()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var (one, two) = (await TicketAsync(desk, "one@mail.example"), await TicketAsync(desk, "two@mail.example"));
        var wakes = time.GetUtcNow().AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ss");
        await desk.SendAsync("PUT", $"/tickets/{one}", $$"""{"snooze_datetime":"{{wakes}}"}""");
        await desk.SendAsync("PUT", $"/tickets/{two}", $$"""{"snooze_datetime":"{{wakes}}"}""");
        await desk.SendAsync("PUT", $"/tickets/{two}", """{"snooze_datetime":"2040-01-01T00:00:00"}""");

        time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(JsonValueKind.Null, (await desk.GetAsync($"/tickets/{one}")).GetProperty("snooze_datetime").ValueKind);
        Assert.Equal(JsonValueKind.String, (await desk.GetAsync($"/tickets/{two}")).GetProperty("snooze_datetime").ValueKind);
        Assert.Equal(["ticket-self-unsnoozed", "ticket-updated"], (await EventsAsync(desk, 2)).Select(Type));
    }

    [Fact]
    public async Task Many_who_write_at_once_get_no_error_and_a_context_each()
    {
        const int writers = 8;
        const int rounds = 25;
        await using var desk = await Desk.StartAsync();
        var ids = desk.Sandbox.TicketIds();

        var answers = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var statuses = new List<int>();
            for (var round = 0; round < rounds; round++)
            {
                var ticket = ids[((writer * rounds) + round) % 40];
                statuses.Add((await desk.SendAsync("PUT", $"/tickets/{ticket}", """{"status":"closed","tags":[{"name":"same"}]}""")).Status);
                statuses.Add((await desk.SendAsync("POST", $"/tickets/{ticket}/messages", Reply)).Status);
                statuses.Add((await desk.SendAsync("GET", "/events?limit=100")).Status);
                statuses.Add((await desk.SendAsync("GET", "/views/1177166/items?limit=100&order_by=closed_datetime:desc")).Status);
            }

            return statuses;
        })));

        Assert.DoesNotContain(answers.SelectMany(statuses => statuses), status => status >= 400);
        var events = await desk.WalkAsync("/events?limit=100&created_datetime[gt]=2026-01-01");
        var contexts = events.GroupBy(each => each.GetProperty("context").GetString()!, each => each.GetProperty("object_id").GetInt32());
        Assert.InRange(contexts.Count(), writers * rounds * 2, int.MaxValue);
        Assert.Single(await desk.WalkAsync("/tags?search=same"));
        Assert.Equal(writers * rounds * 2, desk.Sandbox.Writes().Count);
    }

    private static async Task<int> TicketAsync(Desk desk, string email) => (await desk.SendAsync("POST", "/tickets", $$$"""
        {"via":"api","customer":{"email":"{{{email}}}"},"messages":[{"channel":"email","via":"api","from_agent":false}]}
        """)).Json.GetProperty("id").GetInt32();

    /// <summary>The latest ones, oldest first.</summary>
    private static async Task<List<JsonElement>> EventsAsync(Desk desk, int count)
    {
        var page = await desk.GetAsync($"/events?limit={count}");
        return [.. page.GetProperty("data").EnumerateArray().Reverse()];
    }

    private static string Type(JsonElement happened) => happened.GetProperty("type").GetString()!;
}
