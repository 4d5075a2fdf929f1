using System.Text.Json;
using Weir.IntegrationTests.Harness;
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
    public async Task It_says_what_a_run_at_work_waits_for()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { Status = 401 });
        var run = (await Api.PostAsync($"{kit.Flow}/runs")).MustBe(202).Json.GetProperty("id").GetString();

        await Wait.UntilAsync(
            async () => (await Api.GetAsync("dashboard")).MustBe(200).Json.GetProperty("lastRuns")[0] is var last
                && last.GetProperty("id").GetString() == run
                && last.TryGetProperty("waiting", out var waiting)
                && waiting.EnumerateArray().Any(wait => wait.GetProperty("reason").GetString() == "offline"),
            TimeSpan.FromSeconds(60),
            TestContext.Current.CancellationToken);
        (await Api.PostAsync($"runs/{run}/cancel")).MustBe(200);
    }

    [Fact]
    public async Task It_counts_records_by_hour_for_all_flows_and_for_those_of_an_integration()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { Status = 422, Times = 3 });
        var run = await kit.RunAsync();
        var empty = await kit.CreateAsync("integrations", """{"name":"Without flows"}""");

        var hours = (await Api.GetAsync("dashboard?days=7")).MustBe(200).Json.GetProperty("hours").EnumerateArray().ToList();

        // A run may go over a full hour.
        Assert.Equal(run.GetProperty("steps")[0].GetProperty("read").GetInt64(), hours.Sum(h => h.GetProperty("records").GetInt64()));
        Assert.Equal(3, hours.Sum(h => h.GetProperty("errors").GetInt64()));
        Assert.Empty((await Api.GetAsync($"dashboard?integration={FlowKit.IdOf(empty)}")).MustBe(200).Json.GetProperty("hours").EnumerateArray());
        (await Api.GetAsync("dashboard?integration=int_none")).MustBe(404);
        (await Api.GetAsync("dashboard?days=8")).MustBe(422);
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
