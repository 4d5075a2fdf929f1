using System.Text.Json;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>Surveys go to customers at their time, and what goes to customers is counted.</summary>
public sealed class GorgiasSurveyTests
{
    [Fact]
    public async Task A_survey_is_sent_at_its_time_and_counts_as_an_email()
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);
        var survey = await MakeAsync(desk, "one@mail.example", At(time, 10));

        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Empty(desk.Sandbox.Sendings());
        time.Advance(TimeSpan.FromMinutes(2));

        var sending = Assert.Single(desk.Sandbox.Sendings());
        Assert.Equal(
            ("satisfaction-survey", true, "one@mail.example", 0, null),
            (sending.Channel, sending.IsEmail, sending.To, sending.MessageId, sending.Failure));
        Assert.Equal(JsonValueKind.String, (await desk.GetAsync(survey)).GetProperty("sent_datetime").ValueKind);
        Assert.Single(await desk.WalkAsync("/events?types[]=satisfaction-survey-sent&limit=100&created_datetime[gt]=" + At(time, -1)));
    }

    [Theory]
    [InlineData(""" ,"sent_datetime":"2020-01-01T00:00:00" """)]
    [InlineData(""" ,"score":5 """)]
    public async Task A_survey_of_the_past_is_not_sent(string more)
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);
        await MakeAsync(desk, "one@mail.example", "2020-01-01T00:00:00", more);

        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(desk.Sandbox.Sendings());
    }

    [Fact]
    public async Task A_survey_that_is_put_off_or_called_back_is_not_sent_before()
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);
        var later = await MakeAsync(desk, "one@mail.example", At(time, 10));
        var never = await MakeAsync(desk, "two@mail.example", At(time, 10));

        await desk.SendAsync("PUT", later, $$"""{"should_send_datetime":"{{At(time, 30)}}"}""");
        await desk.SendAsync("PUT", never, """{"body_text":"no"}""");
        time.Advance(TimeSpan.FromMinutes(20));
        var before = desk.Sandbox.Sendings().Count;
        time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(0, before);
        Assert.Equal("one@mail.example", Assert.Single(desk.Sandbox.Sendings()).To);
    }

    [Fact]
    public async Task A_survey_that_reaches_nobody_stays_unsent()
    {
        var time = new ManualTime();
        await using var desk = await StartAsync(time);
        var survey = await MakeAsync(desk, "bounce@mail.example", At(time, 1));

        time.Advance(TimeSpan.FromMinutes(2));

        Assert.NotNull(Assert.Single(desk.Sandbox.Sendings()).Failure);
        Assert.Equal(JsonValueKind.Null, (await desk.GetAsync(survey)).GetProperty("sent_datetime").ValueKind);
    }

    [Theory]
    [InlineData("""{"body_text":"TOO LONG"}""", "body_text")]
    [InlineData("""{"score":0}""", "score")]
    [InlineData("""{"score":4.5}""", "score")]
    [InlineData("""{"ticket_id":1}""", "ticket_id")]
    [InlineData("""{"customer_id":null}""", "customer_id")]
    public async Task What_is_wrong_with_a_survey_is_named(string body, string field)
    {
        await using var desk = await StartAsync(new ManualTime());
        var survey = await MakeAsync(desk, "one@mail.example", "2020-01-01T00:00:00");

        var answer = await desk.SendAsync("PUT", survey, body.Replace("TOO LONG", new string('x', 1001), StringComparison.Ordinal));

        Assert.NotEmpty(answer.About(field));
    }

    private static Task<Desk> StartAsync(ManualTime time) => Desk.StartAsync(new() { Tickets = 9, RateLimit = false, Time = time });

    private static string At(ManualTime time, int minutes) =>
        time.GetUtcNow().AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ss");

    /// <summary>A survey of a new ticket of this customer; gives its path.</summary>
    private static async Task<string> MakeAsync(Desk desk, string email, string shouldSend, string more = "")
    {
        var ticket = (await desk.SendAsync("POST", "/tickets", $$"""
            {"via":"api","customer":{"email":"{{email}}"},"messages":[{"channel":"api","via":"api","from_agent":false}]}
            """)).Json;
        var made = await desk.SendAsync("POST", "/satisfaction-surveys", $$"""
            {"ticket_id":{{ticket.GetProperty("id")}},"customer_id":{{ticket.GetProperty("customer").GetProperty("id")}},
             "should_send_datetime":"{{shouldSend}}"{{more}} }
            """);
        Assert.True(made.Status == 201, made.Text);
        return $"/satisfaction-surveys/{made.Json.GetProperty("id")}";
    }
}
