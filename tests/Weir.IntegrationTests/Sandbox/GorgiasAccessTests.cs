using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

public sealed class GorgiasAccessTests
{
    [Theory]
    [InlineData("Basic", null)]
    [InlineData("Basic", "bm90OnJpZ2h0")]
    [InlineData("Basic", "***")]
    [InlineData("Bearer", "wrong")]
    [InlineData("Digest", "x")]
    public async Task Nobody_gets_in_without_the_right_credentials(string scheme, string? credentials)
    {
        await using var desk = await Desk.StartAsync();
        desk.SignIn(scheme, credentials);

        var answer = await desk.SendAsync("GET", "/account");

        Assert.Equal(401, answer.Status);
        Assert.NotEmpty(answer.Message);
    }

    [Fact]
    public async Task The_key_is_also_a_bearer_token_with_a_bucket_of_its_own()
    {
        await using var desk = await Desk.StartAsync(new() { Tickets = 1 });
        await desk.GetAsync("/account");
        desk.SignIn("Bearer", desk.Sandbox.Password);

        var answer = await desk.SendAsync("GET", "/users/0");

        Assert.Equal(desk.Sandbox.Username, answer.Json.GetProperty("email").GetString());
        Assert.Equal("1/80", answer.Header("X-Gorgias-Account-Api-Call-Limit"));
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "Resource not found.")]
    [InlineData("GET", "/tickets/1", 404, "Resource not found.")]
    [InlineData("GET", "/tickets/one", 404, "Resource not found.")]
    [InlineData("PUT", "/tickets/99999999999999", 404, "Resource not found.")]
    [InlineData("GET", "/customers/82000000", 404, "Resource not found.")]
    [InlineData("DELETE", "/tickets", 405, "The specified HTTP method is not allowed.")]
    [InlineData("PATCH", "/customers/5", 405, "The specified HTTP method is not allowed.")]
    public async Task What_is_not_there_says_so(string method, string path, int status, string message)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync(method, path);

        Assert.Equal((status, message), (answer.Status, answer.Message));
    }

    [Fact]
    public async Task The_bucket_takes_forty_and_leaks_two_a_second()
    {
        var time = new ManualTime();
        await using var desk = await Desk.StartAsync(new() { Tickets = 1, Time = time });
        for (var i = 1; i <= 40; i++)
        {
            Assert.Equal(
                $"{i}/40", (await desk.SendAsync("GET", "/account")).Header("X-Gorgias-Account-Api-Call-Limit"));
        }

        var full = await desk.SendAsync("GET", "/account");
        time.Advance(TimeSpan.FromSeconds(1));
        var answers = new List<Answer>
        {
            await desk.SendAsync("GET", "/account"),
            await desk.SendAsync("GET", "/account"),
            await desk.SendAsync("GET", "/account"),
        };

        Assert.Equal(429, full.Status);
        Assert.Equal("1", full.Header("Retry-after"));
        Assert.Equal("40/40", full.Header("X-Gorgias-Account-Api-Call-Limit"));
        Assert.Equal([200, 200, 429], answers.Select(answer => answer.Status));
        Assert.Equal(2, desk.Sandbox.Log.Read().RateLimited);
    }

    [Fact]
    public async Task An_account_without_a_limit_says_so_too()
    {
        await using var desk = await Desk.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            var answer = await desk.SendAsync("GET", "/account");
            Assert.EndsWith("/1000000", answer.Header("X-Gorgias-Account-Api-Call-Limit"));
        }
    }

    [Fact]
    public async Task A_ticket_row_is_not_the_ticket()
    {
        await using var desk = await Desk.StartAsync();
        var row = (await desk.GetAsync("/tickets?limit=1")).GetProperty("data")[0];

        var whole = await desk.GetAsync($"/tickets/{row.GetProperty("id")}");

        foreach (var member in (string[])["excerpt", "messages_count", "integrations", "custom_fields"])
        {
            Assert.True(row.TryGetProperty(member, out _) && !whole.TryGetProperty(member, out _), member);
        }

        foreach (var member in (string[])["messages", "requester", "reply_options", "assignee_user_id"])
        {
            Assert.True(whole.TryGetProperty(member, out _) && !row.TryGetProperty(member, out _), member);
        }

        Assert.Equal(row.GetProperty("messages_count").GetInt32(), whole.GetProperty("messages").GetArrayLength());
    }

    [Fact]
    public async Task What_is_ready_is_one_line_of_JSON()
    {
        await using var desk = await Desk.StartAsync();

        var (at, name, key) = (desk.Sandbox.BaseUri, desk.Sandbox.Username, desk.Sandbox.Password);
        Assert.Equal(
            $$"""{"baseUri":"{{at}}","username":"{{name}}","password":"{{key}}","tickets":300}""",
            desk.Sandbox.Ready().ToJson());
    }

    [Fact]
    public async Task What_was_asked_is_counted()
    {
        await using var desk = await Desk.StartAsync();
        await desk.GetAsync("/tickets");
        await desk.SendAsync("GET", "/tickets/1");

        var log = desk.Sandbox.Log.Read();

        Assert.Equal(2, log.Requests);
        Assert.Equal((0, 1), (log.UnderWay, log.Peak));
        Assert.Equal((1L, 1L), (log.ByRoute["GET /api/tickets"], log.ByRoute["GET /api/tickets/{id}"]));
        Assert.Equal((1L, 1L), (log.ByStatus[200], log.ByStatus[404]));
        Assert.Equal(2, (await desk.GetAsync("/control/stats")).GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task A_sandbox_that_cannot_be_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => GorgiasSandbox.StartAsync(new() { Tickets = -1 }, default));
        await using var desk = await Desk.StartAsync(new() { Tickets = 0, RateLimit = false });
        Assert.Empty(await desk.WalkAsync("/tickets"));
        Assert.Empty(await desk.WalkAsync("/customers"));
        await Assert.ThrowsAsync<IOException>(
            () => GorgiasSandbox.StartAsync(
                new() { Urls = desk.Sandbox.BaseUri.GetLeftPart(UriPartial.Authority) }, default));
    }
}
