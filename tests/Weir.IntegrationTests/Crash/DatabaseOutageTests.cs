using System.Net;
using System.Text;
using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Crash;

/// <summary>The server lives, its database does not. // Promises 1 and 2</summary>
public sealed class DatabaseOutageTests
{
    private const int Tickets = 4_000;
    private const int Outages = 3;

    /// <summary>Records of the pages in flight: four pages of a hundred.</summary>
    private const int Window = 400;

    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(7, false, "always")]
    [InlineData(8, true, "always")]
    [InlineData(9, true, "never")]
    public async Task A_run_goes_on_through_outages_of_its_database_and_sends_no_ticket_twice(int seed, bool crash, string repeat)
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var fixture = await StartAsync(postgres);
        var flow = await fixture.FlowToSinkAsync(repeat: repeat);
        var run = await fixture.RunAsync(flow);
        foreach (var moment in KillMoments.Of(seed, Outages, Tickets))
        {
            await Wait.UntilAsync(() => fixture.Sink.Delivered >= moment, Bound);
            await (crash ? postgres.CrashAsync() : postgres.StopAsync());
            await postgres.StartAgainAsync();
        }

        await Wait.UntilAsync(() => IsReadyAsync(fixture), Bound, what: "the server is ready again");
        var ended = await fixture.EndOfAsync(run);

        RunAssert.CompletedAfter(0, Tickets, ended);
        var deliveries = new SinkDeliveries(fixture.Sink);
        Assert.Empty(deliveries.Again);
        RunAssert.AllTickets(fixture.Desk, deliveries.Tickets);
        Assert.Empty(await fixture.Api.ListAsync($"/v1/flows/{flow}/errors?status=open"));
    }

    [Fact]
    public async Task A_server_that_dies_together_with_its_database_goes_on_from_its_checkpoint()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var fixture = await StartAsync(postgres);
        var run = await fixture.RunAsync(await fixture.FlowToSinkAsync());
        await Wait.UntilAsync(() => fixture.Sink.Delivered >= Tickets / 2, Bound);
        await Task.WhenAll(postgres.CrashAsync(), fixture.Weir.KillAsync());
        await postgres.StartAgainAsync();
        await fixture.Weir.StartAsync();

        AssertResumed(fixture, await fixture.EndOfAsync(run));
    }

    [Fact]
    public async Task While_the_database_is_away_the_server_says_so_and_stops_in_time()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var fixture = await StartAsync(postgres);
        var weir = fixture.Weir;
        var run = await fixture.RunAsync(await fixture.FlowToSinkAsync());
        await Wait.UntilAsync(() => fixture.Sink.Delivered >= Tickets / 4, Bound);
        await postgres.StopAsync();

        await Wait.UntilAsync(async () => !await IsReadyAsync(fixture), Bound, what: "the server says that it is not ready");
        using var list = await weir.Http.GetAsync("/v1/flows");
        using var live = await weir.Http.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, list.StatusCode);
        Assert.Contains("unavailable", await list.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(0, await weir.StopAsync());
        await postgres.StartAgainAsync();
        await weir.StartAsync();
        AssertResumed(fixture, await fixture.EndOfAsync(run));
    }

    [Fact]
    public async Task A_server_that_may_no_longer_write_ends_and_says_why()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var fixture = await StartAsync(postgres);
        await fixture.Database.AdministerAsync("update weir_schema set writes = writes - 1");
        using var body = new StringContent("""{"name":"A"}""", Encoding.UTF8, "application/json");
        using var refused = await fixture.Weir.Http.PostAsync("/v1/integrations", body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(1, await fixture.Weir.ExitAsync());
        Assert.Contains("is not as this Weir left it", fixture.Weir.Error);
        Assert.DoesNotContain("hunter2", fixture.Weir.Error + fixture.Weir.Output);
    }

    private static async Task<bool> IsReadyAsync(FlowFixture fixture)
    {
        using var ready = await fixture.Weir.Http.GetAsync("/health/ready");
        return ready.StatusCode == HttpStatusCode.OK;
    }

    // As after a kill: nothing is lost, and what came twice was in flight and carries the same key.
    private static void AssertResumed(FlowFixture fixture, JsonElement run)
    {
        RunAssert.CompletedAfter(1, Tickets, run);
        var deliveries = new SinkDeliveries(fixture.Sink);
        RunAssert.AllTickets(fixture.Desk, deliveries.Tickets);
        Assert.InRange(deliveries.Again.Count(), 0, Window);
        Assert.All(deliveries.Keys, keys => Assert.NotNull(Assert.Single(keys)));
    }

    private static Task<FlowFixture> StartAsync(PostgresServer postgres) => FlowFixture.StartAsync(new FlowSetting
    {
        Tickets = Tickets,
        SinkLatencyMs = 5,
        Database = DatabaseKind.Postgres,
        Postgres = postgres,
    });
}
