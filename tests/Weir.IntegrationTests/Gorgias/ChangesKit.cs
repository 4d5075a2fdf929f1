using System.Text.Json;
using Weir.IntegrationTests.Api;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>A flow that brings the changes of one list of the sandbox to a sink, run as often as a test wants.</summary>
internal sealed class ChangesKit : IAsyncDisposable
{
    private readonly FlowKit _kit;
    private readonly string _flow;

    private ChangesKit(FlowKit kit, string flow) => (_kit, _flow) = (kit, flow);

    public GorgiasSandbox Gorgias => _kit.Api.Gorgias;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="api">The server.</param>
    /// <param name="operation">The list.</param>
    /// <param name="what">A template over a record: what the sink remembers of it.</param>
    /// <param name="pageSize">Records in a page; null is the operation's.</param>
    /// <param name="overlapSeconds">The overlap; null is the operation's.</param>
    public static async Task<ChangesKit> MakeAsync(
        ApiHost api, string operation, string what, int? pageSize = null, int? overlapSeconds = null)
    {
        var kit = await FlowKit.MakeAsync(api);
        var overlap = overlapSeconds is { } seconds ? $$""","delta":{"overlapSeconds":{{seconds}}}""" : "";
        var export = await kit.CreateAsync(
            "exports",
            $$"""
            {"name":"Changes","connection":"{{FlowKit.IdOf(kit.Gorgias)}}","operation":"{{operation}}","mode":"delta",
             "pageSize":{{pageSize?.ToString() ?? "null"}}{{overlap}}}
            """);
        var import = await kit.CreateAsync(
            "imports",
            $$$"""
            {"name":"Changes","connection":"{{{FlowKit.IdOf(kit.SinkConnection)}}}",
             "request":{"method":"POST","path":"/things"},"mapping":{"id":"{{{what}}}"} }
            """);
        var flow = await kit.CreateAsync(
            "flows",
            $$"""
            {"name":"Changes","sources":[{"id":"list","export":"{{FlowKit.IdOf(export)}}"}],
             "steps":[{"id":"write","import":"{{FlowKit.IdOf(import)}}"}]}
            """);
        return new ChangesKit(kit, flow);
    }

    /// <summary>Runs the flow to its end and gives how it ended, its requests to the list, and what came to the sink.</summary>
    public async Task<ChangesRun> RunAsync()
    {
        var before = _kit.Sink.Delivered;
        var run = await _kit.EndAsync((await _kit.Api.PostAsync($"{_flow}/runs")).MustBe(202).Json);
        return new ChangesRun(
            run.GetProperty("status").GetString()!,
            run.GetProperty("steps")[0].GetProperty("requests").GetInt32(),
            run.GetProperty("restarts").GetInt32(),
            [.. (await DeliveredAsync()).Skip((int)before)],
            run.GetProperty("error").ToString());
    }

    /// <summary>What the sink has taken since the beginning, in order.</summary>
    public async Task<List<string>> DeliveredAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        var lines = await http.GetStringAsync(new Uri(_kit.Sink.BaseUri, "/control/deliveries"), Stop);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonElement.Parse(l).GetProperty("id").GetString()!)];
    }

    /// <summary>All tickets there are now, each as <c>id@time of change</c>.</summary>
    public async Task<List<string>> TicketsAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler());
        var lines = await http.GetStringAsync(
            new Uri($"{Gorgias.BaseUri.GetLeftPart(UriPartial.Authority)}/control/tickets"), Stop);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))
            .Select(t => $"{t.GetProperty("id")}@{t.GetProperty("updated_datetime").GetString()}")];
    }

    public ValueTask DisposeAsync() => _kit.DisposeAsync();
}

/// <summary>One run of a flow for changes.</summary>
internal sealed record ChangesRun(string Status, int Requests, int Restarts, IReadOnlyList<string> Delivered, string Error);
