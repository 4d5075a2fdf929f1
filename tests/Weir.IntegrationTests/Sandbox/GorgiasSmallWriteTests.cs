using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>Making, changing and taking away the rows of the small lists.</summary>
public sealed class GorgiasSmallWriteTests
{
    private const string Http = """
        "http":{"url":"https://a.example","method":"POST","request_content_type":"application/json","response_content_type":"application/json","hmac_secret":"s","triggers":{"ticket-created":true}}
        """;

    [Theory]
    [InlineData("tags", "tag", """{"name":"New","decoration":{"color":"#ABCDEF"}}""", """{"description":"Changed"}""", """{"name":""}""", "name")]
    [InlineData("users", "user", """{"name":"Mia Vale","email":"mia@fuchsia.example","role":{"name":"agent"}}""", """{"bio":"Changed"}""", """{"channels":[]}""", "channels")]
    [InlineData("teams", "team", """{"name":"New","members":[{"id":519543243}]}""", """{"description":"Changed"}""", """{"members":[{"id":1}]}""", "members")]
    [InlineData("views", "view", """{"type":"ticket-list","slug":"any","name":"New","visibility":"private","filters":"eq(ticket.status, 'open')"}""", """{"name":"Changed"}""", """{"filters":"eq("}""", "filters")]
    [InlineData("macros", "macro", """{"name":"New","actions":[{"name":"addTags","title":"t","type":"user","arguments":{"tags":"a"}}]}""", """{"language":"fr"}""", """{"actions":"none"}""", "actions")]
    [InlineData("rules", "rule", """{"name":"New","code":"x()","event_types":"ticket-created"}""", """{"description":"Changed"}""", """{"priority":"high"}""", "priority")]
    [InlineData("integrations", "integration", """{"name":"New","type":"http",HTTP}""", """{"description":"Changed"}""", """{"http":{"method":"FETCH"}}""", "method")]
    [InlineData("widgets", null, """{"type":"http","template":{"type":"wrapper"}}""", """{"type":"http","template":{"type":"wrapper"},"order":4}""", """{"order":4}""", "type")]
    public async Task A_row_is_made_changed_and_taken_away(
        string list, string? events, string create, string update, string wrong, string field)
    {
        await using var desk = await Desk.StartAsync();
        var made = await desk.SendAsync("POST", $"/{list}", create.Replace("HTTP", Http, StringComparison.Ordinal));
        Assert.True(made.Status == 201, made.Text);
        var path = $"/{list}/{made.Json.GetProperty("id")}";

        var changed = await desk.SendAsync("PUT", path, update);
        var refused = await desk.SendAsync("PUT", path, wrong);
        var unknown = await desk.SendAsync("PUT", path, """{"colour":"red"}""");
        var read = await desk.GetAsync(path);
        var removed = await desk.SendAsync("DELETE", path);

        Assert.Equal(200, changed.Status);
        foreach (var member in JsonElement.Parse(update).EnumerateObject())
        {
            Assert.Equal(member.Value.GetRawText(), read.GetProperty(member.Name).GetRawText());
        }

        Assert.Equal(400, refused.Status);
        Assert.NotEmpty(refused.About(field));
        Assert.NotEmpty(unknown.About("colour"));
        Assert.Equal((204, ""), (removed.Status, removed.Text));
        Assert.Equal(404, (await desk.SendAsync("GET", path)).Status);
        Assert.Equal(404, (await desk.SendAsync("PUT", path, update)).Status);
        var latest = (await desk.GetAsync("/events?limit=3")).GetProperty("data").EnumerateArray()
            .Select(each => each.GetProperty("type").GetString());
        if (events is not null)
        {
            Assert.Equal([$"{events}-deleted", $"{events}-updated", $"{events}-created"], latest);
        }
    }

    [Fact]
    public async Task What_exists_or_is_in_use_is_a_conflict()
    {
        await using var desk = await Desk.StartAsync();
        await desk.SendAsync("POST", "/macros", """{"name":"M","actions":[{"name":"addTags","arguments":{"tags":"refund, VIP"}}]}""");
        var refund = (await desk.WalkAsync("/tags?search=refund"))[0].GetProperty("id").GetInt32();
        var survey = (await desk.WalkAsync("/satisfaction-surveys"))[0];

        Assert.Equal(409, (await desk.SendAsync("POST", "/tags", """{"name":"refund"}""")).Status);
        Assert.Equal(409, (await desk.SendAsync("DELETE", $"/tags/{refund}")).Status);
        Assert.Equal(409, (await desk.SendAsync("DELETE", "/tags", $$"""{"ids":[{{refund}}]}""")).Status);
        Assert.Equal(409, (await desk.SendAsync(
            "POST", "/users", $$$"""{"name":"X","email":"{{{desk.Sandbox.Username}}}","role":{"name":"agent"}}""")).Status);
        Assert.Equal(409, (await desk.SendAsync(
            "POST", "/satisfaction-surveys", $$"""{"ticket_id":{{survey.GetProperty("ticket_id")}},"customer_id":{{survey.GetProperty("customer_id")}}}""")).Status);
        Assert.Equal(201, (await desk.SendAsync("POST", "/tags", """{"name":"Refund"}""")).Status);
    }

    [Theory]
    [InlineData("tags", "'")]
    [InlineData("tags", "\"")]
    [InlineData("macros", "'")]
    [InlineData("macros", "\"")]
    public async Task What_a_rule_names_in_its_code_stays(string list, string quote)
    {
        await using var desk = await Desk.StartAsync();
        var path = $"/{list}/{(await desk.SendAsync("POST", $"/{list}", """{"name":"by rule"}""")).Json.GetProperty("id")}";
        var code = JsonSerializer.Serialize($"use({quote}by rule{quote})");
        var rule = (await desk.SendAsync("POST", "/rules", $$"""{"name":"R","code":{{code}} }""")).Json.GetProperty("id");

        var held = await desk.SendAsync("DELETE", path);
        await desk.SendAsync("DELETE", $"/rules/{rule}");

        Assert.Equal((409, 204), (held.Status, (await desk.SendAsync("DELETE", path)).Status));
    }

    [Theory]
    [InlineData("rule", """{"name":"New","code":"x()"}""")]
    [InlineData("integration", """{"name":"New","type":"http",HTTP}""")]
    public async Task What_is_put_away_and_taken_back_says_so(string noun, string create)
    {
        await using var desk = await Desk.StartAsync();
        var made = await desk.SendAsync("POST", $"/{noun}s", create.Replace("HTTP", Http, StringComparison.Ordinal));
        var path = $"/{noun}s/{made.Json.GetProperty("id")}";

        await desk.SendAsync("PUT", path, """{"deactivated_datetime":"2026-01-01T00:00:00"}""");
        await desk.SendAsync("PUT", path, """{"description":"still away"}""");
        await desk.SendAsync("PUT", path, """{"deactivated_datetime":null}""");

        Assert.Equal(
            [$"{noun}-updated", $"{noun}-reactivated", $"{noun}-updated", $"{noun}-updated", $"{noun}-deactivated", $"{noun}-created"],
            (await desk.GetAsync("/events?limit=6")).GetProperty("data").EnumerateArray().Select(each => each.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("users", """{"name":"X","email":"x@fuchsia.example","role":{}}""", "name")]
    [InlineData("users", """{"name":"X","email":"x@fuchsia.example","role":"agent"}""", "role")]
    [InlineData("users", """{"name":"X","email":"x@fuchsia.example","role":{"name":"boss"}}""", "name")]
    [InlineData("users", """{"name":"X","email":"x@fuchsia.example","role":{"name":""}}""", "name")]
    [InlineData("integrations", """{"name":"X","type":"http","http":{"url":"https://a.example","method":"","request_content_type":"application/json","response_content_type":"application/json"}}""", "method")]
    [InlineData("integrations", """{"name":"X","type":"http","http":{"url":"https://a.example"}}""", "method")]
    [InlineData("integrations", """{"name":"X","type":"email","http":{}}""", "type")]
    [InlineData("custom-fields", """{"object_type":"","label":"X","definition":{}}""", "object_type")]
    [InlineData("custom-fields", """{"object_type":"Ticket","label":"","definition":{}}""", "label")]
    [InlineData("custom-fields", """{"object_type":"Ticket","label":"X","definition":{"data_type":"date"}}""", "data_type")]
    [InlineData("custom-fields", """{"object_type":"Ticket","label":"X","definition":{"input_settings":{"input_type":7}}}""", "input_type")]
    [InlineData("custom-fields", """{"object_type":"Ticket","label":"X","definition":"text"}""", "definition")]
    [InlineData("custom-fields", """{"object_type":"Ticket","label":"X","definition":{"data_type":"\ud800"}}""", "data_type")]
    [InlineData("custom-fields", """{"object_type":"Ticket","label":"X","definition":{},"priority":5001}""", "priority")]
    [InlineData("tags", """{"name":"X","decoration":{"color":5}}""", "color")]
    [InlineData("customers", """{"custom_fields":[{"id":319618,"value":{"a":1}}]}""", "value")]
    [InlineData("customers", """{"channels":[{"type":"email"}]}""", "address")]
    [InlineData("customers", """{"email":"nobody"}""", "email")]
    public async Task What_is_wrong_in_something_new_is_named(string list, string body, string field)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("POST", $"/{list}", body);

        Assert.True(answer.Status == 400, answer.Text);
        Assert.NotEmpty(answer.About(field));
        Assert.Empty(desk.Sandbox.Writes());
    }

    [Fact]
    public async Task A_recording_that_is_gone_stays_as_it_went()
    {
        await using var desk = await Desk.StartAsync();
        var path = $"/phone/voice-call-recordings/{(await desk.WalkAsync("/phone/voice-call-recordings"))[0].GetProperty("id")}";

        var first = await desk.SendAsync("DELETE", path);
        var gone = await desk.GetAsync(path);
        var second = await desk.SendAsync("DELETE", path);

        Assert.Equal((204, 204), (first.Status, second.Status));
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("url").ValueKind);
        Assert.Equal(gone.GetRawText(), (await desk.GetAsync(path)).GetRawText());
    }

    [Fact]
    public async Task Macros_are_archived_and_taken_back_at_most_thirty_at_once()
    {
        await using var desk = await Desk.StartAsync();
        var ids = (await desk.WalkAsync("/macros?limit=100")).Select(macro => macro.GetProperty("id").GetInt32()).ToList();
        var both = $$"""{"ids":[{{ids[0]}},{{ids[1]}}]}""";

        var archived = await desk.SendAsync("PUT", "/macros/archive", both);
        var listed = await desk.WalkAsync("/macros?limit=100&archived=true");
        var back = await desk.SendAsync("PUT", "/macros/unarchive", both);
        var many = await desk.SendAsync("PUT", "/macros/archive", $$"""{"ids":[{{string.Join(',', ids.Take(31))}}]}""");

        Assert.Equal((200, 200, 400), (archived.Status, back.Status, many.Status));
        Assert.Equal(2, listed.Count(macro => macro.GetProperty("id").GetInt32() is var id && ids.Take(2).Contains(id)));
        Assert.DoesNotContain(await desk.WalkAsync("/macros?limit=100&archived=true"), macro => macro.GetProperty("id").GetInt32() == ids[0]);
    }

    [Fact]
    public async Task A_custom_field_is_replaced_whole_and_put_away()
    {
        await using var desk = await Desk.StartAsync();
        const string whole = """
            "object_type":"Ticket","label":"New","definition":{"data_type":"text","input_settings":{"input_type":"input"}}
            """;
        var made = await desk.SendAsync("POST", "/custom-fields", $$"""{{{whole}},"description":"d","priority":7}""");
        var path = $"/custom-fields/{made.Json.GetProperty("id")}";

        var partial = await desk.SendAsync("PUT", path, """{"label":"Only"}""");
        var replaced = await desk.SendAsync("PUT", path, $$"""{{{whole}},"deactivated_datetime":"2026-08-26T18:40:00"}""");
        var several = await desk.SendAsync("PUT", "/custom-fields", $$"""[{"id":{{made.Json.GetProperty("id")}},{{whole}},"priority":9}]""");

        Assert.Equal((201, 400, 200, 200), (made.Status, partial.Status, replaced.Status, several.Status));
        Assert.NotEmpty(partial.About("definition"));
        Assert.Equal(JsonValueKind.Null, replaced.Json.GetProperty("description").ValueKind);
        Assert.Equal("2026-08-26T18:40:00+00:00", replaced.Json.GetProperty("deactivated_datetime").GetString());
        Assert.Equal(9, several.Json[0].GetProperty("priority").GetInt32());
        Assert.Equal(405, (await desk.SendAsync("DELETE", path)).Status);
    }

    [Fact]
    public async Task A_survey_gets_its_score_and_nothing_else_says_so()
    {
        await using var desk = await Desk.StartAsync();
        var ticket = await desk.SendAsync("POST", "/tickets", """
            {"via":"api","customer":{"email":"s@mail.example"},"messages":[{"channel":"api","via":"api","from_agent":false}]}
            """);
        var (id, customer) = (ticket.Json.GetProperty("id").GetInt32(), ticket.Json.GetProperty("customer").GetProperty("id").GetInt32());
        var made = await desk.SendAsync("POST", "/satisfaction-surveys", $$"""{"ticket_id":{{id}},"customer_id":{{customer}}}""");

        var scored = await desk.SendAsync("PUT", $"/satisfaction-surveys/{made.Json.GetProperty("id")}", """{"score":2,"body_text":"slow"}""");
        var wrong = await desk.SendAsync("PUT", $"/satisfaction-surveys/{made.Json.GetProperty("id")}", """{"score":6}""");

        Assert.Equal((201, 200, 400), (made.Status, scored.Status, wrong.Status));
        Assert.Equal(2, (await desk.GetAsync($"/tickets/{id}")).GetProperty("satisfaction_survey").GetProperty("score").GetInt32());
        Assert.Equal(made.Json.GetProperty("created_datetime").GetString(), scored.Json.GetProperty("created_datetime").GetString());
    }

    [Fact]
    public async Task The_owner_of_the_key_is_changed_by_id_zero_and_another_address_needs_the_password()
    {
        await using var desk = await Desk.StartAsync();

        var changed = await desk.SendAsync("PUT", "/users/0", """{"bio":"Here"}""");
        var moved = await desk.SendAsync("PUT", "/users/0", """{"email":"other@fuchsia.example"}""");

        Assert.Equal("Here", changed.Json.GetProperty("bio").GetString());
        Assert.NotEmpty(moved.About("password_confirmation"));
    }

    [Fact]
    public async Task The_same_request_twice_makes_two()
    {
        await using var desk = await Desk.StartAsync();
        desk.Http.DefaultRequestHeaders.Add("Idempotency-Key", "same");
        const string ticket = """{"via":"api","external_id":"e-1","customer":{"email":"s@mail.example"},"messages":[{"channel":"api","via":"api","from_agent":false}]}""";

        await desk.SendAsync("POST", "/tickets", ticket);
        await desk.SendAsync("POST", "/tickets", ticket);

        Assert.Equal(2, (await desk.WalkAsync("/tickets?external_id=e-1")).Count);
    }
}
