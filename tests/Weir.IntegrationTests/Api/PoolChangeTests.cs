using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

/// <summary>Levels and lenders that change while requests are under way, as the other side sees it. // Promise 3</summary>
public sealed class PoolChangeTests : IAsyncLifetime
{
    private const int Tickets = 300;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private ApiHost _api = null!;
    private HttpSink _sink = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _api = await ApiHost.StartAsync(new GorgiasSandboxOptions { Tickets = Tickets, RateLimit = false });
        _sink = await HttpSink.StartAsync(new HttpSinkOptions { LatencyMs = 20 }, Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _sink.DisposeAsync();
    }

    [Fact]
    public async Task A_borrower_that_moves_in_mid_run_brings_its_requests_along()
    {
        const int level = 3;
        var lender = await ConnectAsync("Lender", level);
        var borrower = await ConnectAsync("Borrower", level);
        var (ofLender, ofBorrower) = (await FlowAsync("Of the lender", lender), await FlowAsync("Of the borrower", borrower));
        var first = await RunAsync(ofBorrower);
        await Wait.UntilAsync(() => _sink.Log.Read().Requests > 30, Bound, Stop);

        (await _api.PatchAsync(borrower, $$"""{"borrowConcurrencyFrom":"{{FlowKit.IdOf(lender)}}"}""")).MustBe(200);
        var second = await RunAsync(ofLender);
        await EndAsync(first);
        await EndAsync(second);

        var traffic = _sink.Log.Read();
        Assert.Equal((2 * Tickets, level), (traffic.Requests, traffic.Peak));
    }

    [Fact]
    public async Task A_level_that_is_lowered_or_raised_mid_run_counts_at_once()
    {
        var connection = await ConnectAsync("Sink", 6);
        var run = await RunAsync(await FlowAsync("Tickets", connection));
        await Wait.UntilAsync(() => _sink.Log.Read() is { Requests: > 30, Peak: 6 }, Bound, Stop);

        (await _api.PatchAsync(connection, """{"concurrencyLevel":2}""")).MustBe(200);
        await Wait.UntilAsync(async () => (await TrafficAsync(connection)).GetProperty("inFlight").GetInt32() <= 2, Bound, Stop);
        await Wait.UntilAsync(() => _sink.Log.Read().UnderWay <= 2, Bound, Stop);
        _sink.Log.Reset();
        await Wait.UntilAsync(() => _sink.Log.Read().Requests > 30, Bound, Stop);
        Assert.Equal(2, _sink.Log.Read().Peak);

        (await _api.PatchAsync(connection, """{"concurrencyLevel":5}""")).MustBe(200);
        await EndAsync(run);
        Assert.Equal(5, _sink.Log.Read().Peak);
    }

    private async Task<string> ConnectAsync(string name, int level) => await CreateAsync(
        "connections?test=false",
        $$$"""{"name":"{{{name}}}","application":"http","settings":{"baseUri":"{{{_sink.BaseUri}}}"},"concurrencyLevel":{{{level}}}}""");

    private async Task<string> FlowAsync(string name, string connection)
    {
        var gorgias = await _api.ConnectionAsync($"Gorgias of {name}");
        var export = await CreateAsync(
            "exports", $$"""{"name":"{{name}}","connection":"{{FlowKit.IdOf(gorgias)}}","operation":"tickets.list"}""");
        var import = await CreateAsync(
            "imports",
            $$$"""{"name":"{{{name}}}","connection":"{{{FlowKit.IdOf(connection)}}}","request":{"method":"POST","path":"/things"}}""");
        return await CreateAsync(
            "flows",
            $$"""{"name":"{{name}}","sources":[{"export":"{{FlowKit.IdOf(export)}}"}],"steps":[{"import":"{{FlowKit.IdOf(import)}}"}]}""");
    }

    private async Task<string> CreateAsync(string kind, string body) =>
        (await _api.PostAsync(kind, body)).MustBe(201).Headers.Location!.ToString()["/v1/".Length..];

    private async Task<string> RunAsync(string flow) =>
        $"runs/{(await _api.PostAsync($"{flow}/runs")).MustBe(202).Json.GetProperty("id").GetString()}";

    private async Task<JsonElement> TrafficAsync(string connection) => (await _api.GetAsync($"{connection}/traffic")).MustBe(200).Json;

    private async Task EndAsync(string run)
    {
        var status = "";
        await Wait.UntilAsync(
            async () =>
            {
                status = (await _api.GetAsync(run)).Json.GetProperty("status").GetString()!;
                return status is not ("queued" or "running");
            },
            Bound,
            Stop);
        Assert.Equal("completed", status);
    }
}
