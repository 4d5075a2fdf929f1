using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>Jobs are done in the background, a second later.</summary>
public sealed class GorgiasJobTests
{
    [Fact]
    public async Task A_bulk_update_goes_from_pending_to_done()
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);
        var ids = desk.Sandbox.TicketIds().Take(3).ToList();

        var made = await desk.SendAsync("POST", "/jobs", $$$$"""
            {"type":"updateTicket","params":{"ticket_ids":[{{{{string.Join(',', ids)}}}}],"updates":{"priority":"critical"}}}
            """);
        var path = $"/jobs/{made.Json.GetProperty("id")}";
        time.Advance(TimeSpan.FromSeconds(0.5));
        var running = await desk.GetAsync(path);
        time.Advance(TimeSpan.FromSeconds(1));
        var done = await desk.GetAsync(path);

        Assert.Equal(201, made.Status);
        Assert.Equal(["pending", "running", "done"], new[] { made.Json, running, done }.Select(Status));
        Assert.Equal(3, done.GetProperty("info").GetProperty("count").GetInt32());
        Assert.All(ids, id => Assert.Equal("critical", desk.GetAsync($"/tickets/{id}").Result.GetProperty("priority").GetString()));
        var events = (await desk.GetAsync("/events?limit=3")).GetProperty("data").EnumerateArray().ToList();
        Assert.Single(events.Select(each => each.GetProperty("context").GetString()).Distinct());
    }

    [Fact]
    public async Task A_macro_that_answers_writes_to_every_customer()
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);
        var macro = (await desk.SendAsync("POST", "/macros", """
            {"name":"Bulk","actions":[{"name":"setResponseText","arguments":{"body_text":"Hello all"}},{"name":"addTags","arguments":{"tags":"told"}}]}
            """)).Json.GetProperty("id").GetInt32();
        var ids = desk.Sandbox.TicketIds().Take(4).ToList();

        await desk.SendAsync("POST", "/jobs", $$$$"""
            {"type":"applyMacro","params":{"macro_id":{{{{macro}}}},"ticket_ids":[{{{{string.Join(',', ids)}}}}],"apply_and_close":true}}
            """);
        time.Advance(TimeSpan.FromSeconds(2));
        await desk.GetAsync("/account");
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(ids, desk.Sandbox.Sendings().Select(each => each.TicketId).Order());
        var ticket = await desk.GetAsync($"/tickets/{ids[0]}");
        Assert.Equal("closed", ticket.GetProperty("status").GetString());
        Assert.Contains(ticket.GetProperty("tags").EnumerateArray(), tag => tag.GetProperty("name").GetString() == "told");
        Assert.Equal(4, (await desk.GetAsync($"/macros/{macro}")).GetProperty("usage").GetInt32());
    }

    [Fact]
    public async Task A_job_over_a_view_takes_what_is_in_it_and_one_that_is_cancelled_does_nothing()
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);
        const string close = """
            {"type":"updateTicket","params":{"view":{"filters":"eq(ticket.status, 'open')"},"updates":{"status":"closed"}}}
            """;
        var cancelled = (await desk.SendAsync("POST", "/jobs", close)).Json.GetProperty("id").GetInt32();
        await desk.SendAsync("DELETE", $"/jobs/{cancelled}");
        time.Advance(TimeSpan.FromSeconds(5));
        var before = (await desk.WalkAsync("/tickets?limit=100")).Count(row => row.GetProperty("status").GetString() == "open");

        await desk.SendAsync("POST", "/jobs", close);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.InRange(before, 1, 30);
        Assert.Equal("canceled", Status(await desk.GetAsync($"/jobs/{cancelled}")));
        Assert.DoesNotContain(await desk.WalkAsync("/tickets?limit=100"), row => row.GetProperty("status").GetString() == "open");
    }

    [Fact]
    public async Task Updates_that_cannot_be_made_end_the_job_with_an_error()
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);

        var made = await desk.SendAsync("POST", "/jobs", $$$$"""
            {"type":"updateTicket","params":{"ticket_ids":[{{{{desk.Sandbox.TicketIds()[0]}}}}],"updates":{"colour":"red"}}}
            """);
        time.Advance(TimeSpan.FromSeconds(5));

        var job = await desk.GetAsync($"/jobs/{made.Json.GetProperty("id")}");
        Assert.Equal("errored", Status(job));
        Assert.Equal(JsonValueKind.String, job.GetProperty("failed_datetime").ValueKind);
    }

    [Theory]
    [InlineData("""{"type":"sweep"}""", "type")]
    [InlineData("""{"type":"updateTicket","params":{"updates":{}}}""", "params")]
    [InlineData("""{"type":"updateTicket","params":{"ticket_ids":[1]}}""", "params")]
    [InlineData("""{"type":"applyMacro","params":{"ticket_ids":[1],"macro_id":1}}""", "params")]
    [InlineData("""{"type":"deleteTicket","params":{"view":{"filters":"eq("}}}""", "params")]
    [InlineData("""{"type":"exportMacro","scheduled_datetime":"2099-01-01T00:00:00"}""", "scheduled_datetime")]
    public async Task A_job_that_makes_no_sense_is_refused(string body, string field)
    {
        await using var desk = await Desk.StartAsync();

        Assert.NotEmpty((await desk.SendAsync("POST", "/jobs", body)).About(field));
    }

    private static Task<Desk> StartAsync(ManualTime time) =>
        Desk.StartAsync(new() { Tickets = 30, RateLimit = false, Time = time });

    private static string? Status(JsonElement job) => job.GetProperty("status").GetString();
}
