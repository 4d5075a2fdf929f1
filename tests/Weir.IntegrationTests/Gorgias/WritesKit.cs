using System.Text.Json;
using Weir.IntegrationTests.Api;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Gorgias;

/// <summary>Writes records into the sandbox through real flows: a source of the test's records, one import, a run.</summary>
internal sealed class WritesKit : IAsyncDisposable
{
    private static readonly TimeSpan RunBound = TimeSpan.FromSeconds(90);

    private readonly AnswerServer _source;
    private readonly string _from;
    private readonly string _to;
    private readonly Dictionary<string, string> _records = new(StringComparer.Ordinal);
    private int _made;

    private WritesKit(ApiHost api, AnswerServer source, string from, string to)
    {
        (Api, _source, _from, _to) = (api, source, from, to);
        Account = GorgiasAccount.At(api.Gorgias);
        source.Answer = (path, _) => (200, _records.GetValueOrDefault(path, "[]"));
    }

    public ApiHost Api { get; }

    public GorgiasSandbox Gorgias => Api.Gorgias;

    /// <summary>Looks at what is there.</summary>
    public GorgiasAccount Account { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<WritesKit> MakeAsync(ApiHost api)
    {
        var source = await AnswerServer.StartAsync(Stop);
        var from = (await api.PostAsync(
            "connections?test=false",
            $$$"""{"name":"Source","application":"http","settings":{"baseUri":"{{{source.Address}}}"} }""")).MustBe(201);
        return new WritesKit(api, source, IdOf(from), FlowKit.IdOf(await api.ConnectionAsync()));
    }

    /// <summary>A flow that writes the records as they are, or as mapped; gives its address.</summary>
    /// <param name="operation">Of Gorgias.</param>
    /// <param name="parameters">Of the operation, as JSON.</param>
    /// <param name="mapping">As JSON; null sends the record.</param>
    /// <param name="records">A JSON list.</param>
    /// <param name="into">Where the answer goes; null keeps none.</param>
    public async Task<string> FlowAsync(string operation, string parameters, string? mapping, string records, string? into = "answer")
    {
        var name = $"{operation} {++_made}";
        var path = $"/records/{_made}";
        _records[path] = records;
        var export = await CreateAsync(
            "exports",
            $$$"""{"name":"{{{name}}}","connection":"{{{_from}}}","request":{"path":"{{{path}}}"},"traceKey":"{{trace}}"}""");
        var import = await CreateAsync(
            "imports",
            $$"""
            {"name":"{{name}}","connection":"{{_to}}","operation":"{{operation}}","parameters":{{parameters}}
             {{(mapping is null ? "" : $",\"mapping\":{mapping}")}} }
            """);
        return $"flows/{await CreateAsync(
            "flows",
            $$"""
            {"name":"{{name}}","sources":[{"id":"records","export":"{{export}}"}],
             "steps":[{"id":"write","import":"{{import}}"{{(into is null ? "" : $",\"into\":\"{into}\"")}} }]}
            """)}";
    }

    /// <summary>Other records for the flow that was made last.</summary>
    public void Give(string records) => _records[$"/records/{_made}"] = records;

    /// <summary>Makes a flow and runs it to its end.</summary>
    public async Task<WriteRun> WriteAsync(string operation, string parameters, string? mapping, string records) =>
        await RunAsync(await FlowAsync(operation, parameters, mapping, records));

    /// <summary>Runs a flow to its end.</summary>
    public async Task<WriteRun> RunAsync(string flow) => await EndAsync(flow, (await Api.PostAsync($"{flow}/runs")).MustBe(202).Json);

    /// <summary>Retries all its errors.</summary>
    public async Task<WriteRun> RetryAsync(string flow) =>
        await EndAsync(flow, (await Api.PostAsync($"{flow}/errors/retry", """{"filter":{}}""")).MustBe(202).Json);

    public async ValueTask DisposeAsync()
    {
        await Account.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static string IdOf(IntegrationTests.Api.Reply reply) => reply.Json.GetProperty("id").GetString()!;

    private async Task<string> CreateAsync(string kind, string body) => IdOf((await Api.PostAsync(kind, body)).MustBe(201));

    private async Task<WriteRun> EndAsync(string flow, JsonElement run)
    {
        var address = $"runs/{run.GetProperty("id").GetString()}";
        await Wait.UntilAsync(
            async () =>
            {
                run = (await Api.GetAsync(address)).MustBe(200).Json;
                return run.GetProperty("endedAt").ValueKind != JsonValueKind.Null;
            },
            RunBound,
            Stop);
        var errors = (await Api.GetAsync($"{flow}/errors?status=open")).MustBe(200).Json.GetProperty("data");
        return new WriteRun(
            run.GetProperty("status").GetString()!,
            run.GetProperty("steps")[1].GetProperty("requests").GetInt64(),
            [.. errors.EnumerateArray().Select(e => new WriteError(e.GetProperty("code").GetString()!, e.GetProperty("message").GetString()!))]);
    }
}

/// <summary>How a run ended, what its write cost, and the errors that stand open at its flow.</summary>
internal sealed record WriteRun(string Status, long Requests, IReadOnlyList<WriteError> Errors)
{
    public void MustBeGood() => Assert.True(
        Status == "completed" && Errors.Count == 0, $"{Status}: {string.Join("; ", Errors.Select(e => $"{e.Code} {e.Message}"))}");
}

/// <summary>An open error.</summary>
internal sealed record WriteError(string Code, string Message);
