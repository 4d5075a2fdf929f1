using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Crash;

/// <summary>
/// A run whose destination fails in every way, and one whose destination is dead for a while: nothing but what it refuses
/// for good stands in the errors. // Promise 1
/// </summary>
/// <remarks>Short by default; in a soak, the 20,000 records and two minutes that Weir promises for.</remarks>
public sealed class FaultyRunTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("SOAK_MINUTES") is { Length: > 0 };

    private static readonly int Tickets = IsLong ? 20_000 : 1_000;

    private static readonly TimeSpan EndBound = IsLong ? TimeSpan.FromMinutes(25) : TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Limits_and_defects_on_the_way_leave_exactly_the_twenty_records_that_are_always_refused()
    {
        await using var fixture = await FlowFixture.StartAsync(new FlowSetting { Tickets = Tickets, Level = 25 });
        var refused = fixture.Desk.TicketIds().Order().Where((_, i) => i % (Tickets / 20) == 7).Select(id => $"{id}").ToList();
        var never = fixture.Sink.Faults.Add(new FaultRule { Status = 422, Ids = refused });
        fixture.Sink.Faults.Add(new FaultRule { Status = 429, Every = 50 });
        fixture.Sink.Faults.Add(new FaultRule { Status = 500, Every = 70 });
        var flow = await fixture.FlowToSinkAsync();
        var ended = await fixture.EndOfAsync(await fixture.RunAsync(flow), EndBound);

        RunAssert.CompletedAfter(0, Tickets, ended);
        var errors = await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open");
        Assert.Equal(refused.Order(), errors.Select(e => e.GetProperty("traceKey").GetString()!).Order());
        Assert.All(errors, e => Assert.Equal(("rejected", 422), (e.GetProperty("code").GetString(), e.GetProperty("httpStatus").GetInt32())));

        fixture.Sink.Faults.Remove(never);
        var first = errors[0];
        var edited = first.GetProperty("record").Deserialize<Dictionary<string, JsonElement>>()!;
        edited["subject"] = JsonSerializer.SerializeToElement("Repaired");
        await fixture.Api.PutAsync($"/v1/errors/{first.GetProperty("id").GetString()}/record", new { record = edited });
        var retry = await fixture.Api.PostAsync($"/v1/flows/{flow}/errors/retry", new { filter = new { } });
        await fixture.EndOfAsync(retry.GetProperty("id").GetString()!, EndBound);

        Assert.Empty(await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open"));
        var deliveries = new SinkDeliveries(fixture.Sink);
        RunAssert.AllTickets(fixture.Desk, deliveries.Tickets);
        Assert.Empty(deliveries.Again);
        RunAssert.Note($"{Tickets} records, {fixture.Sink.Log.Read().Requests} requests, {errors.Count} errors, none after the retry");
    }

    [Fact]
    public async Task A_destination_that_is_dead_for_a_while_is_one_pause_and_no_error()
    {
        await using var fixture = await FlowFixture.StartAsync(
            new FlowSetting { Tickets = Tickets, Level = 25, SinkLatencyMs = 5 });
        fixture.Sink.Faults.Add(new FaultRule { Reset = true, Skip = Tickets / 4, Seconds = IsLong ? 120 : 6 });
        var flow = await fixture.FlowToSinkAsync();
        var run = await fixture.RunAsync(flow);
        var ended = await fixture.EndOfAsync(run, EndBound);

        RunAssert.CompletedAfter(0, Tickets, ended);
        Assert.Empty(await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open"));
        RunAssert.AllTickets(fixture.Desk, new SinkDeliveries(fixture.Sink).Tickets);
        var log = await fixture.Api.ListAsync($"/v1/runs/{run}/log");
        Assert.Single(log, entry => entry.GetProperty("kind").ValueEquals("paused"));
    }
}
