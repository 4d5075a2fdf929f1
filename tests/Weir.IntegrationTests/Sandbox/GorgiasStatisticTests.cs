using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

public sealed class GorgiasStatisticTests
{
    private const string Period = """
        {"member":"periodStart","operator":"afterDate","values":["2024-01-01T00:00:00"]},{"member":"periodEnd","operator":"beforeDate","values":["2024-07-01T00:00:00"]}
        """;

    [Fact]
    public async Task Created_tickets_are_counted_by_channel_and_month()
    {
        await using var desk = await Desk.StartAsync();
        var made = (await desk.WalkAsync("/tickets?limit=100")).Count(
            row => row.GetProperty("created_datetime").GetDateTimeOffset() is { Year: 2024, Month: <= 6 });

        var answer = await desk.SendAsync("POST", "/reporting/stats?limit=1000", $$$"""
            {"query":{"scope":"tickets-created","filters":[{{{Period}}}],"timezone":"UTC","dimensions":["channel"],"measures":["ticketCount"],
             "time_dimensions":[{"dimension":"createdDatetime","granularity":"month"}]}}
            """);

        var rows = answer.Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(200, answer.Status);
        Assert.Equal(made, rows.Sum(row => row.GetProperty("ticketCount").GetInt32()));
        Assert.All(rows, row => Assert.Matches("^2024-0[1-6]-01T", row.GetProperty("createdDatetime.month").GetString()!));
    }

    [Theory]
    [InlineData("satisfaction-surveys", 200)]
    [InlineData("messages-sent", 200)]
    [InlineData("tags", 200)]
    [InlineData("first-response-time", 200)]
    [InlineData("ticket-sla", 200)]
    [InlineData("online-time", 500)]
    [InlineData("moods", 400)]
    [InlineData("ticket-fields", 400)]
    public async Task A_scope_answers_as_the_real_one(string scope, int status)
    {
        await using var desk = await Desk.StartAsync();

        var answer = await desk.SendAsync("POST", "/reporting/stats", $$$"""
            {"query":{"scope":"{{{scope}}}","filters":[{{{Period}}}],"timezone":"UTC"}}
            """);

        Assert.Equal(status, answer.Status);
        Assert.True(status != 200 || answer.Json.GetProperty("data").GetArrayLength() > 0);
    }

    [Fact]
    public async Task The_pages_of_a_statistic_follow_each_other()
    {
        await using var desk = await Desk.StartAsync();
        var body = $$$"""{"query":{"scope":"tickets-created","filters":[{{{Period}}}],"timezone":"UTC","dimensions":["agentId"]}}""";
        var whole = (await desk.SendAsync("POST", "/reporting/stats?limit=100", body)).Json.GetProperty("data").GetArrayLength();
        var (rows, next) = (new List<JsonElement>(), "");
        for (var cursor = ""; cursor is not null; cursor = next)
        {
            var page = (await desk.SendAsync("POST", $"/reporting/stats?limit=4{cursor}", body)).Json;
            rows.AddRange(page.GetProperty("data").EnumerateArray());
            next = page.GetProperty("meta").GetProperty("next_cursor").GetString() is { } text ? $"&cursor={Uri.EscapeDataString(text)}" : null;
        }

        Assert.Equal(whole, rows.Count);
        Assert.Equal(whole, rows.DistinctBy(row => row.GetProperty("agentId").GetString()).Count());
    }
}
