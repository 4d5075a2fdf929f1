using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>Many errors are resolved at once, and the server is killed meanwhile. // Promise 2</summary>
public sealed class KilledResolveTests
{
    private const int Tickets = 6_000;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task A_bulk_resolution_goes_on_after_a_kill_and_counts_each_error_once(DatabaseKind database)
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, Level = 25, Database = database });
        var flow = await fixture.FlowToSinkAsync();
        fixture.Sink.Faults.Add(new FaultRule { Status = 422 });
        await fixture.EndOfAsync(await fixture.RunAsync(flow));

        // The answer may never come: the server dies.
        var asked = fixture.Api.PostAsync($"/v1/flows/{flow}/errors/resolve", new { filter = new { code = "rejected" } });
        var run = "";
        await Wait.UntilAsync(
            async () => await NewestAsync(fixture, flow) is { } newest
                && newest.GetProperty("trigger").ValueEquals("retry") && Ignored(newest) > 0
                && (run = newest.GetProperty("id").GetString()!).Length > 0,
            TimeSpan.FromMinutes(1));
        await fixture.Weir.KillAsync();
        await Record.ExceptionAsync(() => asked);
        await fixture.Weir.StartAsync();
        var ended = await fixture.EndOfAsync(run);

        Assert.Equal(("completed", Tickets), (ended.GetProperty("status").GetString(), Ignored(ended)));
        Assert.Empty(await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open"));
        RunAssert.Note($"killed after {run}: {ended.GetProperty("resumes")} resumes, {Ignored(ended)} resolved");
    }

    private static async Task<JsonElement?> NewestAsync(FlowFixture fixture, string flow) =>
        await fixture.Api.LookAsync($"/v1/flows/{flow}/runs?limit=1") is { } runs ? runs.GetProperty("data")[0] : null;

    private static long Ignored(JsonElement run) =>
        run.GetProperty("steps").EnumerateArray().Sum(step => step.GetProperty("ignored").GetInt64());
}
