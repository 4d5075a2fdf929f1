using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>What a message may say, alone and inside a new ticket, and what a change leaves as it was.</summary>
public sealed class GorgiasMessageTests
{
    private const string Start = """
        "channel":"email","via":"api"
        """;

    [Fact]
    public async Task All_that_a_message_may_say_is_kept()
    {
        await using var desk = await Desk.StartAsync();
        const string said = """
            {"channel":"email","via":"zendesk","from_agent":true,"public":true,"subject":"s","body_text":"t","body_html":"<p>t</p>",
             "stripped_text":"st","stripped_html":"<p>st</p>","stripped_signature":"bye","message_id":"m-1","external_id":"e-1",
             "integration_id":5,"headers":{"X-A":"1"},"macros":[{"id":1}],"actions":[{"name":"http"}],"meta":{"a":1},
             "attachments":[{"url":"https://files.example/1.png","name":"1.png","content_type":"image/png"}],
             "source":{"type":"email","from":{"address":"desk@fuchsia.example"},"to":[{"address":"a@mail.example"}],"extra":{}},
             "created_datetime":"2020-01-01T00:00:00+00:00","sent_datetime":"2020-01-01T00:00:01+00:00",
             "failed_datetime":"2020-01-01T00:00:02+00:00","opened_datetime":"2020-01-01T00:00:03+00:00",
             "deleted_datetime":"2020-01-01T00:00:04+00:00","last_sending_error":{"error":"no"}}
            """;

        var made = await desk.SendAsync("POST", Messages(desk), said);

        Assert.True(made.Status == 201, made.Text);
        var read = await desk.GetAsync($"/tickets/{made.Json.GetProperty("ticket_id")}/messages/{made.Json.GetProperty("id")}");
        foreach (var member in JsonElement.Parse(said).EnumerateObject())
        {
            Assert.True(JsonElement.DeepEquals(member.Value, read.GetProperty(member.Name)), $"{member.Name}: {read.GetProperty(member.Name)}");
        }
    }

    [Theory]
    [InlineData("""{"channel":"","via":"api","from_agent":false}""", "channel")]
    [InlineData("""{"channel":"email","via":"","from_agent":false}""", "via")]
    [InlineData("""{"channel":"email","via":"api"}""", "from_agent")]
    [InlineData("""{"channel":"email","via":"api","from_agent":"yes"}""", "from_agent")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"source":"email"}""", "source")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"sender":"me"}""", "sender")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"sender":{}}""", "sender")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"sender":{"email":"a@mail.example","color":1}}""", "color")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"macros":{"id":1}}""", "macros")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"failed_datetime":"soon"}""", "failed_datetime")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"last_sending_error":"no"}""", "last_sending_error")]
    [InlineData("""{"channel":"email","via":"api","from_agent":false,"colour":"red"}""", "colour")]
    public async Task What_is_wrong_in_a_message_is_named_also_inside_a_ticket_and_nothing_is_made(string message, string field)
    {
        await using var desk = await Desk.StartAsync();
        var messages = Messages(desk);

        var alone = await desk.SendAsync("POST", messages, message);
        var inside = await desk.SendAsync(
            "POST", "/tickets", $$"""{"via":"api","customer":{"email":"new@mail.example"},"messages":[{{{Start}},"from_agent":false},{{message}}]}""");

        Assert.Equal((400, "Failed to create ticket message"), (alone.Status, alone.Message));
        Assert.Equal((400, "Failed to create ticket"), (inside.Status, inside.Message));
        Assert.NotEmpty(alone.About(field));
        Assert.NotEmpty(inside.About(field));
        Assert.Empty(await desk.WalkAsync("/customers?email=new@mail.example"));
        Assert.Empty(desk.Sandbox.Writes());
    }

    [Theory]
    [InlineData("")]
    [InlineData(""" "customer":null,""")]
    [InlineData(""" "customer":7,""")]
    [InlineData(""" "customer":{"id":1},""")]
    public async Task A_ticket_of_nobody_is_refused(string customer)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("POST", "/tickets", $$"""{"via":"api",{{customer}}"messages":[{{{Start}},"from_agent":true}]}""");

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.About("customer"));
    }

    [Theory]
    [InlineData("subject", 998)]
    [InlineData("external_id", 255)]
    public async Task What_is_too_long_is_named(string field, int max)
    {
        await using var desk = await Desk.StartAsync();
        string Ticket(int length) => $$"""
            {"via":"api","{{field}}":"{{new string('x', length)}}","customer":{"email":"a@mail.example"},"messages":[{{{Start}},"from_agent":false}]}
            """;

        Assert.Equal(201, (await desk.SendAsync("POST", "/tickets", Ticket(max))).Status);
        Assert.NotEmpty((await desk.SendAsync("POST", "/tickets", Ticket(max + 1))).About(field));
    }

    [Theory]
    [InlineData(1, 201)]
    [InlineData(500, 201)]
    [InlineData(501, 400)]
    public async Task A_new_ticket_has_at_most_500_messages(int count, int status)
    {
        await using var desk = await Desk.StartAsync();
        var messages = string.Join(',', Enumerable.Repeat($$"""{{{Start}},"from_agent":false}""", count));

        var answer = await desk.SendAsync(
            "POST", "/tickets", $$"""{"via":"api","customer":{"email":"a@mail.example"},"messages":[{{messages}}]}""");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task What_failed_or_was_deleted_elsewhere_is_not_sent()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var messages = Messages(desk);

        await desk.SendAsync("POST", messages, $$"""{{{Start}},"from_agent":true,"failed_datetime":"2020-01-01T00:00:00"}""");
        await desk.SendAsync("POST", messages, $$"""{{{Start}},"from_agent":true,"deleted_datetime":"2020-01-01T00:00:00"}""");
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(desk.Sandbox.Sendings());
    }

    [Fact]
    public async Task A_change_of_a_message_leaves_what_it_does_not_say()
    {
        await using var desk = await Desk.StartAsync();
        var messages = Messages(desk);
        var made = (await desk.SendAsync("POST", messages, $$"""
            {{{Start}},"from_agent":true,"public":false,"subject":"s","body_text":"t","headers":{"X-A":"1"},"sent_datetime":"2020-01-01T00:00:00",
             "receiver":{"email":"third@mail.example"} }
            """)).Json;

        var changed = await desk.SendAsync("PUT", $"{messages}/{made.GetProperty("id")}", $$"""{{{Start}},"from_agent":true,"body_text":"u"}""");

        Assert.Equal(202, changed.Status);
        Assert.Equal(
            ["body_text"],
            changed.Json.EnumerateObject().Where(m => m.Value.GetRawText() != made.GetProperty(m.Name).GetRawText()).Select(m => m.Name));
    }

    [Fact]
    public async Task A_changed_message_goes_to_whom_it_says_and_a_note_is_never_public()
    {
        await using var desk = await Desk.StartAsync();
        var messages = Messages(desk);
        var path = $"{messages}/{(await desk.SendAsync("POST", messages, $$"""{{{Start}},"from_agent":false}""")).Json.GetProperty("id")}";

        var turned = await desk.SendAsync(
            "PUT", path, $$"""{{{Start}},"from_agent":true,"receiver":{"email":"other@mail.example"},"sent_datetime":"2020-01-01T00:00:00"}""");
        var note = await desk.SendAsync("PUT", path, """{"channel":"internal-note","via":"api","from_agent":true}""");
        var mail = await desk.SendAsync("PUT", path, $$"""{{{Start}},"from_agent":true}""");

        Assert.Equal(desk.Sandbox.Username, turned.Json.GetProperty("sender").GetProperty("email").GetString());
        Assert.Equal("other@mail.example", turned.Json.GetProperty("receiver").GetProperty("email").GetString());
        Assert.Equal(
            (false, JsonValueKind.Null), (note.Json.GetProperty("public").GetBoolean(), note.Json.GetProperty("receiver").ValueKind));
        Assert.False(mail.Json.GetProperty("public").GetBoolean());
    }

    [Fact]
    public async Task Who_of_the_desk_wrote_it_may_be_named_with_more_than_the_address()
    {
        await using var desk = await Desk.StartAsync();
        var before = (await desk.GetAsync("/users/0")).GetRawText();

        var made = await desk.SendAsync("POST", Messages(desk), $$"""
            {{{Start}},"from_agent":true,"sender":{"email":"{{desk.Sandbox.Username}}","name":"Somebody Else","meta":{} },"sent_datetime":"2020-01-01T00:00:00"}
            """);

        Assert.True(made.Status == 201, made.Text);
        Assert.Equal(before, (await desk.GetAsync("/users/0")).GetRawText());
    }

    [Fact]
    public async Task Macros_that_a_message_was_written_with_are_used_once_more()
    {
        await using var desk = await Desk.StartAsync();
        var macro = (await desk.SendAsync("POST", "/macros", """{"name":"M"}""")).Json.GetProperty("id").GetInt32();

        await desk.SendAsync("POST", Messages(desk), $$"""
            {{{Start}},"from_agent":true,"sent_datetime":"2020-01-01T00:00:00","macros":[{"id":{{macro}}},{"id":1},"x"]}
            """);

        Assert.Equal(1, (await desk.GetAsync($"/macros/{macro}")).GetProperty("usage").GetInt32());
    }

    [Fact]
    public async Task The_excerpt_is_of_the_latest_message_whichever_comes_last()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = (await desk.SendAsync("POST", "/tickets", $$"""
            {"via":"api","customer":{"email":"a@mail.example"},"messages":[
             {{{Start}},"from_agent":false,"body_text":"first","created_datetime":"2020-01-02T00:00:00"}]}
            """)).Json.GetProperty("id").GetInt32();

        await desk.SendAsync("POST", $"/tickets/{ticket}/messages", $$"""
            {{{Start}},"from_agent":true,"body_text":"older","created_datetime":"2020-01-01T00:00:00","sent_datetime":"2020-01-01T00:00:00"}
            """);
        var before = (await desk.WalkAsync($"/tickets?ticket_ids={ticket}"))[0].GetProperty("excerpt").GetString();
        await desk.SendAsync("POST", $"/tickets/{ticket}/messages", $$"""
            {{{Start}},"from_agent":true,"body_text":"newer","created_datetime":"2020-01-03T00:00:00","sent_datetime":"2020-01-03T00:00:00"}
            """);

        var row = (await desk.WalkAsync($"/tickets?ticket_ids={ticket}"))[0];
        Assert.Equal(("first", "newer"), (before, row.GetProperty("excerpt").GetString()));
        Assert.Equal(3, row.GetProperty("messages_count").GetInt32());
    }

    [Theory]
    [InlineData("force", 201)]
    [InlineData("retry", 201)]
    [InlineData("cancel", 201)]
    [InlineData("send", 400)]
    public async Task What_shall_happen_when_an_action_fails_is_one_of_three(string action, int status)
    {
        await using var desk = await Desk.StartAsync();

        var made = await desk.SendAsync("POST", $"{Messages(desk)}?action={action}", $$"""{{{Start}},"from_agent":false}""");

        Assert.Equal(status, made.Status);
    }

    [Fact]
    public async Task A_ticket_that_is_made_asleep_wakes()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });
        var wakes = time.GetUtcNow().AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ss");
        var ticket = (await desk.SendAsync("POST", "/tickets", $$"""
            {"via":"api","customer":{"email":"a@mail.example"},"snooze_datetime":"{{wakes}}","messages":[{{{Start}},"from_agent":false}]}
            """)).Json.GetProperty("id").GetInt32();

        time.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal(JsonValueKind.Null, (await desk.GetAsync($"/tickets/{ticket}")).GetProperty("snooze_datetime").ValueKind);
    }

    /// <summary>Where the messages of a ticket are.</summary>
    private static string Messages(Desk desk) => $"/tickets/{desk.Sandbox.TicketIds()[0]}/messages";
}
