using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

public sealed class FaultTests
{
    [Fact]
    public async Task Every_third_request_for_a_customer_is_refused()
    {
        await using var desk = await Desk.StartAsync();
        await desk.SendAsync(
            "POST", "/control/faults", """{"match":"/api/customers","every":3,"status":429,"retryAfter":7}""");

        var answers = new List<Answer>();
        for (var i = 0; i < 6; i++)
        {
            await desk.GetAsync("/tickets?limit=1");
            answers.Add(await desk.SendAsync("GET", i % 2 == 0 ? "/customers" : "/customers/1"));
        }

        Assert.Equal([200, 404, 429, 404, 200, 429], answers.Select(answer => answer.Status));
        Assert.Equal("7", answers[2].Header("Retry-after"));
        Assert.Equal(6, Assert.Single(desk.Sandbox.Faults.List()).Matched);
    }

    [Fact]
    public async Task A_fault_may_come_late_and_end_soon()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(
            new FaultRule { Match = "GET /api/tickets", Exact = true, Skip = 1, Times = 2, Status = 503 });

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add((await desk.SendAsync("GET", "/tickets?limit=1")).Status);
        }

        Assert.Equal([200, 503, 503, 200, 200], statuses);
        Assert.Equal(404, (await desk.SendAsync("GET", "/tickets/1")).Status);
    }

    [Fact]
    public async Task A_fault_may_last_only_so_long()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 1, Time = time });
        desk.Sandbox.Faults.Add(new FaultRule { Seconds = 30, Status = 502 });

        var during = await desk.SendAsync("GET", "/account");
        time.Advance(TimeSpan.FromSeconds(30));
        var after = await desk.SendAsync("GET", "/account");

        Assert.Equal((502, 200), (during.Status, after.Status));
    }

    [Fact]
    public async Task A_fault_may_be_for_one_record_only()
    {
        await using var desk = await Desk.StartAsync();
        var ids = desk.Sandbox.TicketIds();
        desk.Sandbox.Faults.Add(new FaultRule { Ids = [$"{ids[3]}"], Status = 422 });

        Assert.Equal(200, (await desk.SendAsync("GET", $"/tickets/{ids[2]}")).Status);
        Assert.Equal(422, (await desk.SendAsync("GET", $"/tickets/{ids[3]}")).Status);
    }

    [Fact]
    public async Task A_reset_closes_the_connection_without_an_answer()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(new FaultRule { Reset = true, Times = 1 });

        await Assert.ThrowsAsync<HttpRequestException>(() => desk.SendAsync("GET", "/account"));

        Assert.Equal(1, desk.Sandbox.Log.Read().ByStatus[0]);
        Assert.Equal(200, (await desk.SendAsync("GET", "/account")).Status);
    }

    [Fact]
    public async Task A_cut_body_ends_before_its_length()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(new FaultRule { CutBody = true });

        await Assert.ThrowsAsync<HttpRequestException>(() => desk.SendAsync("GET", "/account"));
    }

    [Fact]
    public async Task A_slow_body_arrives_whole()
    {
        await using var desk = await Desk.StartAsync();
        var whole = (await desk.SendAsync("GET", "/tickets?limit=2")).Text;
        desk.Sandbox.Faults.Add(new FaultRule { SlowBody = 50 });

        Assert.Equal(whole, (await desk.SendAsync("GET", "/tickets?limit=2")).Text);
    }

    [Fact]
    public async Task A_malformed_answer_is_no_JSON()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(new FaultRule { Malformed = true });

        var answer = await desk.SendAsync("GET", "/account");

        Assert.Equal(200, answer.Status);
        Assert.ThrowsAny<JsonException>(() => answer.Json);
    }

    [Fact]
    public async Task A_request_that_hangs_ends_when_the_server_stops()
    {
        var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(new FaultRule { Hang = true });
        var hanging = desk.SendAsync("GET", "/account");
        await Eventually.IsSoAsync(() => desk.Sandbox.Faults.List()[0].Hit > 0, "the request arrives");

        await desk.Sandbox.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
        desk.Http.Dispose();
    }

    [Fact]
    public async Task An_expired_cursor_is_refused_and_a_list_without_one_is_not()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(new FaultRule { ExpiredCursor = true, Times = 1 });
        var page = await desk.GetAsync("/tickets?limit=5");
        var next = "/tickets?limit=5&cursor=" + Uri.EscapeDataString(
            page.GetProperty("meta").GetProperty("next_cursor").GetString()!);

        var refused = await desk.SendAsync("GET", next);
        var accepted = await desk.SendAsync("GET", next);

        Assert.Equal(400, refused.Status);
        Assert.Equal("Invalid cursor.", refused.About("cursor"));
        Assert.Equal(200, accepted.Status);
    }

    [Fact]
    public async Task A_write_may_happen_although_the_answer_says_otherwise()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(
            new FaultRule { Match = "POST /api/customers", Status = 500, AfterWrite = true, Times = 1 });
        desk.Sandbox.Faults.Add(
            new FaultRule { Match = "PUT /api/customers", Reset = true, AfterWrite = true, Times = 1 });

        var created = await desk.SendAsync("POST", "/customers", """{"email":"w@mail.example"}""");
        var customer = Assert.Single(await desk.WalkAsync("/customers?email=w@mail.example"));
        await Assert.ThrowsAsync<HttpRequestException>(
            () => desk.SendAsync("PUT", $"/customers/{customer.GetProperty("id")}", """{"note":"written"}"""));

        Assert.Equal(500, created.Status);
        var written = await desk.GetAsync($"/customers/{customer.GetProperty("id")}");
        Assert.Equal("written", written.GetProperty("note").GetString());
        Assert.Equal(2, desk.Sandbox.Writes().Count);
    }

    [Fact]
    public async Task Rows_move_during_a_walk()
    {
        await using var desk = await Desk.StartAsync();
        desk.Sandbox.Faults.Add(new FaultRule { Match = "/api/tickets", Skip = 1, Touch = 20 });

        var newestFirst = await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:desc");
        desk.Sandbox.Faults.Clear();
        var again = await desk.WalkAsync("/tickets?limit=100&order_by=updated_datetime:desc");

        // What moved to the front while the walk was further on was missed, and stands at the front now.
        var seen = newestFirst.Select(row => row.GetProperty("id").GetInt32()).ToHashSet();
        Assert.InRange(seen.Count, 200, 299);
        Assert.Equal(seen.Count, newestFirst.Count);
        Assert.All(
            again.Take(20), row => Assert.True(row.GetProperty("updated_datetime").GetDateTimeOffset().Year > 2025));
        Assert.Equal(300, again.Count);
    }

    [Theory]
    [InlineData("{}", "exactly one of")]
    [InlineData("null", "is an object")]
    [InlineData("""{"status":200}""", "400 to 599")]
    [InlineData("""{"status":500,"reset":true}""", "exactly one of")]
    [InlineData("""{"retryAfter":1,"reset":true}""", "belong to status")]
    [InlineData("""{"slowBody":1,"afterWrite":true}""", "afterWrite")]
    [InlineData("""{"status":500,"evry":2}""", "evry")]
    [InlineData("""{"status":500,"every":0}""", "1 or more")]
    [InlineData("""{"status":500,"skip":-1}""", "0 or more")]
    [InlineData("""{"status":""", "JSON")]
    public async Task A_fault_that_makes_no_sense_is_refused(string rule, string about)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("POST", "/control/faults", rule);

        Assert.Equal(400, answer.Status);
        Assert.Contains(about, answer.Json.GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Empty(desk.Sandbox.Faults.List());
    }

    [Fact]
    public async Task The_control_address_lists_and_clears_faults_and_gives_all_tickets()
    {
        await using var desk = await Desk.StartAsync();
        desk.SignIn("Basic", null);
        await desk.SendAsync("POST", "/control/faults", """[{"status":500},{"reset":true,"match":"/api/x"}]""");
        var listed = await desk.GetAsync("/control/faults");
        await desk.SendAsync("DELETE", "/control/faults");
        await desk.SendAsync("POST", "/control/touch", """{"tickets":3}""");

        var all = await desk.SendAsync("GET", "/control/tickets");
        var rows = all.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, listed.GetArrayLength());
        Assert.Equal("/api/x", listed[1].GetProperty("rule").GetProperty("match").GetString());
        Assert.Empty((await desk.GetAsync("/control/faults")).EnumerateArray());
        Assert.Equal(desk.Sandbox.TicketIds(), rows.Select(row => JsonElement.Parse(row).GetProperty("id").GetInt32()));
        Assert.Equal(404, (await desk.SendAsync("GET", "/control/nothing")).Status);
        Assert.Equal(0, desk.Sandbox.Log.Read().Requests);
    }
}
