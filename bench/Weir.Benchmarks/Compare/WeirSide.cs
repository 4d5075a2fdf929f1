using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Benchmarks.Compare;

/// <summary>
/// Weir as its users have it: two connections, an export, an import and a flow, made and run over the API. The source is
/// read through an <c>http</c> connection, because a <c>gorgias</c> one keeps to that API's forty requests in 20 s.
/// </summary>
internal sealed class WeirSide : ISide
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly WeirServer _server;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Workload _workload;
    private string _warmUp = "";
    private string _flow = "";

    private WeirSide(WeirServer server, Workload workload) => (_server, _workload) = (server, workload);

    public string Name => "Weir";

    public static async Task<WeirSide> StartAsync(
        string program, SandboxReady sandbox, Workload workload, CancellationToken cancellationToken)
    {
        var side = new WeirSide(await WeirServer.StartAsync(program, cancellationToken), workload);
        try
        {
            await side.SetUpAsync(sandbox, cancellationToken);
            return side;
        }
        catch
        {
            await side.DisposeAsync();
            throw;
        }
    }

    public async Task WarmUpAsync(CancellationToken cancellationToken) =>
        await RunAsync(_warmUp, _workload.WarmUpRecords, cancellationToken);

    public async Task<Measurement> RunAsync(CancellationToken cancellationToken)
    {
        var before = ProcessMeter.CpuSeconds(_server.ProcessId);
        var took = await RunAsync(_flow, _workload.Records, cancellationToken);
        return new Measurement(
            took.TotalSeconds,
            ProcessMeter.CpuSeconds(_server.ProcessId) - before,
            ProcessMeter.PeakMb(_server.ProcessId));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task SetUpAsync(SandboxReady sandbox, CancellationToken cancellationToken)
    {
        var source = await ConnectAsync(
            "Source",
            new JsonObject
            {
                ["baseUri"] = sandbox.Source,
                ["testPath"] = "/account",
                ["auth"] = "basic",
                ["username"] = sandbox.Username,
                ["password"] = sandbox.Password,
            },
            cancellationToken);
        var sink = await ConnectAsync(
            "Sink", new JsonObject { ["baseUri"] = sandbox.Sink }, cancellationToken);
        var integration = await _server.CreateAsync(
            "integrations", new JsonObject { ["name"] = "Comparison" }, cancellationToken);
        var import = await _server.CreateAsync(
            "imports",
            new JsonObject
            {
                ["name"] = "To the sink",
                ["connection"] = sink,
                ["request"] = new JsonObject { ["method"] = "POST", ["path"] = "/tickets" },
                ["mapping"] = JsonNode.Parse(TicketFields.Mapping),
            },
            cancellationToken);
        _flow = await FlowAsync("All", Export("All", source), integration, import, cancellationToken);
        var some = Export("Some", source);
        some["mode"] = "limit";
        some["limit"] = _workload.WarmUpRecords;
        _warmUp = await FlowAsync("Some", some, integration, import, cancellationToken);
    }

    private static JsonObject Export(string name, string connection) => new()
    {
        ["name"] = name,
        ["connection"] = connection,
        ["request"] = new JsonObject
        {
            ["method"] = "GET",
            ["path"] = "/tickets",
            ["query"] = new JsonObject
            {
                ["limit"] = Workload.PageSize.ToString(),
                ["order_by"] = "updated_datetime:desc",
            },
        },
        ["records"] = "$.data",
        ["paging"] = new JsonObject
        {
            ["type"] = "cursor",
            ["next"] = "$.meta.next_cursor",
            ["parameter"] = "cursor",
        },
    };

    private Task<string> ConnectAsync(
        string name, JsonObject settings, CancellationToken cancellationToken) =>
        _server.CreateAsync(
            "connections",
            new JsonObject
            {
                ["name"] = name,
                ["application"] = "http",
                ["settings"] = settings,
                ["concurrencyLevel"] = _workload.Level,
            },
            cancellationToken);

    private async Task<string> FlowAsync(
        string name, JsonObject export, string integration, string import, CancellationToken cancellationToken)
    {
        var source = await _server.CreateAsync("exports", export, cancellationToken);
        return await _server.CreateAsync(
            "flows",
            new JsonObject
            {
                ["name"] = name,
                ["integration"] = integration,
                ["sources"] = new JsonArray(new JsonObject { ["export"] = source }),
                ["steps"] = new JsonArray(new JsonObject { ["import"] = import }),
            },
            cancellationToken);
    }

    /// <summary>From asking for the run until the moment at which the server says that it had ended.</summary>
    private async Task<TimeSpan> RunAsync(string flow, int records, CancellationToken cancellationToken)
    {
        var asked = _time.GetUtcNow();
        using var accepted = await _server.PostAsync($"/v1/flows/{flow}/runs", null, cancellationToken);
        var path = $"/v1/runs/{accepted.RootElement.GetProperty("id"u8).GetString()}";
        while (true)
        {
            using var run = await _server.GetAsync(path, cancellationToken);
            var root = run.RootElement;
            if (root.GetProperty("endedAt"u8).ValueKind == JsonValueKind.String)
            {
                var delivered = root.GetProperty("steps"u8)[1].GetProperty("success"u8).GetInt64();
                return root.GetProperty("status"u8).ValueEquals("completed"u8) && delivered == records
                    ? root.GetProperty("endedAt"u8).GetDateTimeOffset() - asked
                    : throw new InvalidOperationException($"Weir's run did not end well: {root.GetRawText()}");
            }

            await Task.Delay(LookEvery, _time, cancellationToken);
        }
    }
}
