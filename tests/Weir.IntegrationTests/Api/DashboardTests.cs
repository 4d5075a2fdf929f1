using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

public sealed class DashboardTests : ApiTest
{
    [Fact]
    public async Task It_shows_the_last_run_and_the_open_errors_of_each_flow()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        await kit.RunAsync();
        kit.Sink.Faults.Add(new FaultRule { Status = 422, Times = 3 });
        var run = await kit.RunAsync();
        await kit.CreateAsync("flows", kit.Body("One that never ran"));

        var shown = (await Api.GetAsync("dashboard")).MustBe(200).Json;

        var flow = FlowKit.IdOf(kit.Flow);
        var last = Assert.Single(shown.GetProperty("lastRuns").EnumerateArray());
        Assert.Equal(run.GetProperty("id").GetString(), last.GetProperty("id").GetString());
        var errors = Assert.Single(shown.GetProperty("openErrors").EnumerateArray());
        Assert.Equal((flow, 3), (errors.GetProperty("flow").GetString(), errors.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task A_connection_that_is_offline_says_since_when_and_when_it_is_tested_next()
    {
        var connection = await Api.ConnectionAsync();
        (await Api.PostAsync($"{connection}/test")).MustBe(200);
        Assert.False((await Api.GetAsync(connection)).Json.TryGetProperty("outage", out _));

        Api.Gorgias.Faults.Add(new FaultRule { Status = 401 });
        (await Api.PostAsync($"{connection}/test")).MustBe(200);
        var first = (await Api.GetAsync(connection)).Json;
        (await Api.PostAsync($"{connection}/test")).MustBe(200);
        var second = (await Api.GetAsync(connection)).Json;
        await Api.RestartAsync();
        var after = (await Api.GetAsync(connection)).Json;

        var since = first.GetProperty("outage").GetProperty("since").GetString();
        Assert.Equal(since, first.GetProperty("lastTest").GetProperty("at").GetString());
        Assert.Equal(since, second.GetProperty("outage").GetProperty("since").GetString());
        Assert.Equal(since, after.GetProperty("outage").GetProperty("since").GetString());
        // Only what work has found to be offline, or the start, is tested again by itself.
        Assert.Equal(JsonValueKind.String, after.GetProperty("outage").GetProperty("nextTestAt").ValueKind);
    }
}
