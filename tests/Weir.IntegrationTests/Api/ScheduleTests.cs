using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Api;

public sealed class ScheduleTests : ApiTest
{
    [Fact]
    public async Task The_next_times_of_a_schedule_are_shown()
    {
        var body = """{"schedule":{"cron":"0 30 2 * * ?","timezone":"Europe/Paris"},"count":2,"from":"2026-03-28T12:00:00Z"}""";
        var times = (await Api.PostAsync("preview/schedule", body)).MustBe(200).Text;
        Assert.Equal("""{"times":["2026-03-29T01:00:00.000Z","2026-03-30T00:30:00.000Z"]}""", times);
    }

    [Theory]
    [InlineData("{}", "required", "schedule")]
    [InlineData("""{"schedule":{"cron":"0 0 25 * * ?"}}""", "expression", "schedule.cron")]
    [InlineData("""{"schedule":{"cron":"0 0 * * * ?"},"count":0}""", "validation", "count")]
    [InlineData("""{"schedule":{"cron":"0 0 * * * ?"},"from":"0001-01-01"}""", "validation", "from")]
    public async Task What_is_wrong_is_refused_with_its_field(string body, string code, string field) =>
        (await Api.PostAsync("preview/schedule", body)).MustRefuse(422, code, field);

    [Fact]
    public async Task A_flow_runs_by_itself_and_starts_the_next()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var second = await kit.CreateAsync("flows", kit.Body("Second"));
        var fields = $$"""{"schedule":{"cron":"* * * * * ?"},"runNext":["{{FlowKit.IdOf(second)}}"]}""";
        (await Api.PatchAsync(kit.Flow, fields)).MustBe(200);

        await Wait.UntilAsync(
            async () => (await Api.GetAsync($"{second}/runs")).Json.GetProperty("data").GetArrayLength() > 0,
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        (await Api.PatchAsync(kit.Flow, """{"schedule":null}""")).MustBe(200);
        Assert.Equal("schedule", (await Api.GetAsync($"{kit.Flow}/runs")).Json.GetProperty("data")[0].GetProperty("trigger").GetString());
        Assert.Equal("chain", (await Api.GetAsync($"{second}/runs")).Json.GetProperty("data")[0].GetProperty("trigger").GetString());
    }
}
