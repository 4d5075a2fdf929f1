using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

/// <summary>A flow from the Gorgias sandbox into an HTTP sink, made over the API; a test is then three lines.</summary>
internal sealed class FlowKit : IAsyncDisposable
{
    private static readonly TimeSpan RunBound = TimeSpan.FromSeconds(60);

    private FlowKit(ApiHost api, HttpSink sink) => (Api, Sink) = (api, sink);

    public ApiHost Api { get; }

    public HttpSink Sink { get; }

    /// <summary><c>flows/flow_…</c></summary>
    public string Flow { get; private set; } = "";

    public string Export { get; private set; } = "";

    public string Import { get; private set; } = "";

    public string Gorgias { get; private set; } = "";

    public string SinkConnection { get; private set; } = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="api">The server.</param>
    /// <param name="mapping">What is sent of each ticket.</param>
    public static async Task<FlowKit> MakeAsync(ApiHost api, string mapping = """{"id":"$.id","status":"$.status"}""")
    {
        var kit = new FlowKit(api, await HttpSink.StartAsync(new HttpSinkOptions(), Stop));
        kit.Gorgias = await api.ConnectionAsync();
        kit.SinkConnection = await kit.CreateAsync(
            "connections",
            $$$"""{"name":"Sink","application":"http","settings":{"baseUri":"{{{kit.Sink.BaseUri}}}"} }""");
        kit.Export = await kit.CreateAsync(
            "exports", $$"""{"name":"Tickets","connection":"{{IdOf(kit.Gorgias)}}","operation":"tickets.list"}""");
        kit.Import = await kit.CreateAsync(
            "imports",
            $$$"""
            {"name":"Sink","connection":"{{{IdOf(kit.SinkConnection)}}}","request":{"method":"POST","path":"/things"},"mapping":{{{mapping}}} }
            """);
        kit.Flow = await kit.CreateAsync("flows", kit.Body("Tickets to the sink"));
        return kit;
    }

    public static string IdOf(string address) => address.Split('/')[1];

    /// <summary>The body of another flow with the same parts.</summary>
    public string Body(string name, string? integration = null) =>
        $$"""
        {"name":"{{name}}",{{(integration is null ? "" : $"\"integration\":\"{integration}\",")}}"sources":[{"id":"tickets","export":"{{IdOf(Export)}}"}],
         "steps":[{"id":"write","import":"{{IdOf(Import)}}"}]}
        """;

    /// <summary>Makes a resource and gives its address, <c>exports/exp_…</c>.</summary>
    public async Task<string> CreateAsync(string kind, string body)
    {
        var created = (await Api.PostAsync(kind == "connections" ? "connections?test=false" : kind, body)).MustBe(201);
        return created.Headers.Location!.ToString()["/v1/".Length..];
    }

    /// <summary>The address of a resource of this kind.</summary>
    /// <param name="kind"><c>connections</c>, <c>flows</c> …</param>
    /// <param name="alone">One that nothing uses.</param>
    public async Task<string> AddressAsync(string kind, bool alone = false) => kind switch
    {
        "connections" => alone ? await Api.ConnectionAsync("Alone") : Gorgias,
        "integrations" => await CreateAsync(kind, """{"name":"Support"}"""),
        "alerts" => await CreateAsync(kind, $$"""{"name":"Team","import":"{{IdOf(Import)}}"}"""),
        "exports" => alone
            ? await CreateAsync(kind, $$"""{"name":"Alone","connection":"{{IdOf(Gorgias)}}","operation":"tickets.list"}""")
            : Export,
        "imports" => alone
            ? await CreateAsync(kind, $$"""{"name":"Alone","connection":"{{IdOf(Gorgias)}}","operation":"tickets.create"}""")
            : Import,
        _ => Flow,
    };

    /// <summary>Runs the flow to its end.</summary>
    public async Task<JsonElement> RunAsync() =>
        await EndAsync((await Api.PostAsync($"{Flow}/runs")).MustBe(202).Json);

    /// <summary>A run as it ended.</summary>
    public async Task<JsonElement> EndAsync(JsonElement run)
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
        return run;
    }

    /// <summary>A step's counts, as <c>read/success/error/ignored</c>.</summary>
    public static string CountsOf(JsonElement run, string step)
    {
        var counts = run.GetProperty("steps").EnumerateArray().Single(s => s.GetProperty("id").GetString() == step);
        return string.Join('/', new[] { "read", "success", "error", "ignored" }.Select(c => counts.GetProperty(c).GetInt64()));
    }

    public async ValueTask DisposeAsync() => await Sink.DisposeAsync();
}
