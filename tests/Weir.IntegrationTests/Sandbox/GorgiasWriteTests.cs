using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

public sealed class GorgiasWriteTests
{
    [Fact]
    public async Task Only_what_was_sent_changes()
    {
        await using var desk = await Desk.StartAsync();
        var id = desk.Sandbox.TicketIds()[10];
        var before = await desk.GetAsync($"/tickets/{id}?relationships=custom_fields");

        var answer = await desk.SendAsync(
            "PUT", $"/tickets/{id}", """{"subject":"Neu, mit \"Komma\"","priority":"high"}""");

        var after = await desk.GetAsync($"/tickets/{id}?relationships=custom_fields");
        Assert.Equal(202, answer.Status);
        var changed = before.EnumerateObject().Where(
            member => member.Value.GetRawText() != after.GetProperty(member.Name).GetRawText());
        Assert.Equal(
            ["priority", "subject", "updated_datetime"],
            changed.Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Neu, mit \"Komma\"", after.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_changed_ticket_moves_to_the_front_of_the_newest()
    {
        await using var desk = await Desk.StartAsync();
        var id = desk.Sandbox.TicketIds()[0];
        var all = await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:desc");

        await desk.SendAsync("PUT", $"/tickets/{id}", """{"status":"closed"}""");

        var now = await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:desc");
        Assert.Equal(id, now[0].GetProperty("id").GetInt32());
        Assert.Equal(all.Count, now.Count);
    }

    [Fact]
    public async Task A_list_in_a_body_replaces_the_list_that_was_there()
    {
        await using var desk = await Desk.StartAsync();
        var id = desk.Sandbox.TicketIds()[0];

        await desk.SendAsync("PUT", $"/tickets/{id}", """{"tags":[{"name":"refund"},{"name":"brand new"}]}""");
        await desk.SendAsync("PUT", $"/tickets/{id}", """
            {"tags":[{"name":"brand new"}],"custom_fields":[{"id":319614,"value":"Return"}]}
            """);

        var after = await desk.GetAsync($"/tickets/{id}?relationships=custom_fields");
        Assert.Equal(
            "brand new", Assert.Single(after.GetProperty("tags").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(
            "Return", after.GetProperty("custom_fields").GetProperty("319614").GetProperty("value").GetString());
        Assert.Equal(1, Assert.Single(await desk.WalkAsync("/tags?search=brand")).GetProperty("usage").GetInt32());
    }

    [Fact]
    public async Task An_assignee_is_given_and_taken_away_by_id()
    {
        await using var desk = await Desk.StartAsync();
        var id = desk.Sandbox.TicketIds()[0];
        var user = (await desk.GetAsync("/users?limit=1")).GetProperty("data")[0].GetProperty("id").GetInt32();

        await desk.SendAsync("PUT", $"/tickets/{id}", $$$"""{"assignee_user":{"id":{{{user}}}}}""");
        var given = await desk.GetAsync($"/tickets/{id}");
        await desk.SendAsync("PUT", $"/tickets/{id}", """{"assignee_user":{"id":null}}""");
        var taken = await desk.GetAsync($"/tickets/{id}");

        var byAddress = await desk.SendAsync(
            "PUT", $"/tickets/{id}", $$$"""{"assignee_user":{"email":"{{{desk.Sandbox.Username}}}"}}""");

        Assert.Equal(user, given.GetProperty("assignee_user_id").GetInt32());
        Assert.Equal(desk.Sandbox.Username, byAddress.Json.GetProperty("assignee_user").GetProperty("email").GetString());
        Assert.Equal(JsonValueKind.Null, taken.GetProperty("assignee_user").ValueKind);
    }

    [Theory]
    [InlineData("""{"colour":"red"}""", "colour")]
    [InlineData("""{"subject":5}""", "subject")]
    [InlineData("""{"status":"snoozed"}""", "status")]
    [InlineData("""{"created_datetime":"2020-01-01T00:00:00"}""", "created_datetime")]
    [InlineData("""{"spam":"yes"}""", "spam")]
    [InlineData("""{"closed_datetime":"yesterday"}""", "closed_datetime")]
    [InlineData("""{"assignee_user":{"id":5}}""", "assignee_user")]
    [InlineData("""{"assignee_user":{"name":"x","id":null}}""", "name")]
    [InlineData("""{"assignee_user":{"email":"nobody@mail.example"}}""", "assignee_user")]
    [InlineData("""{"assignee_team":{"email":"x","id":null}}""", "email")]
    [InlineData("""{"tags":["refund"]}""", "tags")]
    [InlineData("""{"tags":[{"id":1}]}""", "tags")]
    [InlineData("""{"custom_fields":[{"id":1,"value":"x"}]}""", "custom_fields")]
    [InlineData("""{"customer":{"id":1}}""", "customer")]
    [InlineData("""{"subject":"\ud800"}""", "subject")]
    public async Task A_field_that_is_not_known_or_not_right_is_refused_by_name_and_nothing_changes(
        string body, string field)
    {
        await using var desk = await Desk.StartAsync();
        var id = desk.Sandbox.TicketIds()[0];
        var before = (await desk.SendAsync("GET", $"/tickets/{id}")).Text;

        var answer = await desk.SendAsync("PUT", $"/tickets/{id}", body);

        Assert.Equal(400, answer.Status);
        Assert.Equal("Failed to update ticket", answer.Message);
        Assert.NotEmpty(answer.About(field));
        Assert.Equal(before, (await desk.SendAsync("GET", $"/tickets/{id}")).Text);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        await using var desk = await Desk.StartAsync();

        Assert.Equal(400, (await desk.SendAsync("POST", "/tickets", body)).Status);
    }

    [Fact]
    public async Task An_unknown_address_in_a_ticket_makes_one_customer()
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("POST", "/tickets", """
            {"via":"api","customer":{"email":"new@mail.example","name":"Neu Kundin"},"tags":[{"name":"refund"}],"external_id":"e-1","messages":[
             {"channel":"email","via":"api","from_agent":false,"sender":{"email":"new@mail.example"},"subject":"s","body_text":"Hallo 👋"}]}
            """);

        var customer = Assert.Single(await desk.WalkAsync("/customers?email=new@mail.example"));
        Assert.Equal(201, answer.Status);
        Assert.Equal("Neu Kundin", customer.GetProperty("name").GetString());
        var sender = answer.Json.GetProperty("messages")[0].GetProperty("sender");
        Assert.Equal(customer.GetProperty("id").GetInt32(), sender.GetProperty("id").GetInt32());
        var row = Assert.Single(await desk.WalkAsync("/tickets?external_id=e-1"));
        Assert.Equal("Hallo 👋", row.GetProperty("excerpt").GetString());
        Assert.Equal(1, row.GetProperty("messages_count").GetInt32());
        Assert.Equal(301, (await desk.WalkAsync("/tickets?limit=100")).Count);
    }

    [Fact]
    public async Task A_refused_ticket_leaves_no_customer_behind()
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync(
            "POST", "/tickets", """{"via":"api","customer":{"email":"ghost@mail.example"},"messages":[]}""");

        Assert.Equal(400, answer.Status);
        Assert.Empty(await desk.WalkAsync("/customers?email=ghost@mail.example"));
    }

    [Fact]
    public async Task An_address_belongs_to_one_customer()
    {
        await using var desk = await Desk.StartAsync();
        var first = (await desk.SendAsync(
            "POST", "/customers", """{"email":"one@mail.example","firstname":"Ada","lastname":"Marsh"}""")).Json;
        var second = (await desk.SendAsync("POST", "/customers", """{"email":"two@mail.example"}""")).Json;

        var again = await desk.SendAsync("POST", "/customers", """{"email":"ONE@mail.example"}""");
        var moved = await desk.SendAsync(
            "PUT", $"/customers/{second.GetProperty("id")}", """{"email":"one@mail.example"}""");
        var same = await desk.SendAsync(
            "PUT", $"/customers/{first.GetProperty("id")}", """{"email":"one@mail.example","note":"kept"}""");

        Assert.Equal("Ada Marsh", first.GetProperty("name").GetString());
        Assert.Equal((409, "The resource already exists."), (again.Status, again.Message));
        Assert.Equal(409, moved.Status);
        Assert.Equal(200, same.Status);
        Assert.Equal("kept", same.Json.GetProperty("note").GetString());
    }

    [Fact]
    public async Task What_the_desk_writes_is_sent_a_little_later_and_what_is_imported_never()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 10, RateLimit = false, Time = time });
        var ticket = desk.Sandbox.TicketIds()[0];

        var sent = await desk.SendAsync("POST", $"/tickets/{ticket}/messages", """
            {"channel":"email","via":"api","from_agent":true,"body_text":"Done"}
            """);
        var imported = await desk.SendAsync("POST", $"/tickets/{ticket}/messages", """
            {"channel":"email","via":"api","from_agent":true,"body_text":"Old","sent_datetime":"2020-02-03T04:05:06.5"}
            """);
        time.Advance(TimeSpan.FromSeconds(2));
        var later = await desk.WalkAsync($"/messages?ticket_id={ticket}&limit=100");

        Assert.Equal(201, sent.Status);
        Assert.Equal(JsonValueKind.Null, sent.Json.GetProperty("sent_datetime").ValueKind);
        Assert.Equal("2020-02-03T04:05:06.500000+00:00", imported.Json.GetProperty("sent_datetime").GetString());
        Assert.Contains(later, message => message.GetProperty("body_text").GetString() == "Done"
            && message.GetProperty("sent_datetime").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task A_note_is_not_public_and_has_no_receiver()
    {
        await using var desk = await Desk.StartAsync();

        var note = (await desk.SendAsync("POST", $"/tickets/{desk.Sandbox.TicketIds()[0]}/messages", """
            {"channel":"internal-note","via":"api","from_agent":true,"body_text":"Look at this"}
            """)).Json;

        Assert.False(note.GetProperty("public").GetBoolean());
        Assert.Equal(JsonValueKind.Null, note.GetProperty("receiver").ValueKind);
        Assert.Equal(desk.Sandbox.Username, note.GetProperty("sender").GetProperty("email").GetString());
    }

    [Fact]
    public async Task A_message_of_nobody_is_refused()
    {
        await using var desk = await Desk.StartAsync();
        var messages = $"/tickets/{desk.Sandbox.TicketIds()[0]}/messages";

        var stranger = await desk.SendAsync("POST", messages, """
            {"channel":"email","via":"api","from_agent":true,"body_text":"x","sender":{"email":"stranger@mail.example"}}
            """);
        var nowhere = await desk.SendAsync("POST", "/tickets/1/messages", """{"channel":"api"}""");

        Assert.Equal("There is no such user.", stranger.About("sender"));
        Assert.Equal(404, nowhere.Status);
        Assert.Equal(404, (await desk.SendAsync("GET", "/tickets/1/messages")).Status);
    }

    [Fact]
    public async Task Writes_are_remembered_with_their_keys()
    {
        await using var desk = await Desk.StartAsync();
        desk.Http.DefaultRequestHeaders.Add("Idempotency-Key", "k-1");

        var id = (await desk.SendAsync(
            "POST", "/customers", """{"email":"w@mail.example"}""")).Json.GetProperty("id").GetInt32();

        var write = Assert.Single(desk.Sandbox.Writes());
        Assert.Equal(("POST", "/api/customers", id, "k-1"), (write.Method, write.Path, write.Id, write.IdempotencyKey));
        Assert.Equal("k-1", (await desk.GetAsync("/control/writes"))[0].GetProperty("idempotencyKey").GetString());
    }
}
