using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

/// <summary>A flow that can go wrong, and a chat that an alert writes to.</summary>
internal sealed class AlertKit : IAsyncDisposable
{
    private static readonly TimeSpan ToldBound = TimeSpan.FromSeconds(40);

    private AlertKit(FlowKit kit, AnswerServer chat) => (Kit, Chat) = (kit, chat);

    public FlowKit Kit { get; }

    public AnswerServer Chat { get; }

    public ApiHost Api => Kit.Api;

    /// <summary><c>imports/imp_…</c></summary>
    public string Import { get; private set; } = "";

    /// <summary><c>alerts/alrt_…</c></summary>
    public string Alert { get; private set; } = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="api">The server.</param>
    /// <param name="more">Further members of the alert: <c>,"events":["flow.failed"]</c>.</param>
    public static async Task<AlertKit> MakeAsync(ApiHost api, string more = "")
    {
        var kit = new AlertKit(await FlowKit.MakeAsync(api), await AnswerServer.StartAsync(Stop));
        var connection = await kit.Kit.CreateAsync(
            "connections", $$"""{"name":"Chat","application":"http","settings":{"baseUri":"{{kit.Chat.Address}}"} }""");
        kit.Import = await kit.Kit.CreateAsync(
            "imports",
            $$$"""
            {"name":"Chat message","connection":"{{{FlowKit.IdOf(connection)}}}","request":{"method":"POST","path":"/channel"},
             "mapping":{"text":"{{event}}: {{message}}","flow":"$.flow.name","errors":"$.openErrors","code":"$.connection.code"} }
            """);
        kit.Alert = await kit.Kit.CreateAsync("alerts", $$"""{"name":"Team","import":"{{FlowKit.IdOf(kit.Import)}}"{{more}} }""");
        return kit;
    }

    /// <summary>Runs the flow to its end; its source is refused, or not.</summary>
    public async Task RunAsync(bool fails)
    {
        Api.Gorgias.Faults.Clear();
        if (fails)
        {
            Api.Gorgias.Faults.Add(new FaultRule { Match = "GET /api/tickets", Status = 403 });
        }

        Assert.Equal(fails ? "failed" : "completed", (await Kit.RunAsync()).GetProperty("status").GetString());
    }

    /// <summary>What the chat was told, when there are so many messages.</summary>
    public async Task<IReadOnlyList<JsonElement>> ToldAsync(int messages)
    {
        await Wait.UntilAsync(() => Chat.SentTo("/channel").Count >= messages, ToldBound);
        return Chat.SentTo("/channel");
    }

    /// <summary>The alert when nothing of it is due any more and so much is raised.</summary>
    public Task<JsonElement> QuietAsync(int raised) => QuietAsync(Alert, raised);

    /// <summary>The same of another alert: what is raised.</summary>
    public async Task<IReadOnlyList<JsonElement>> RaisedAsync(string alert, int raised) =>
        [.. (await QuietAsync(alert, raised)).GetProperty("raised").EnumerateArray()];

    private async Task<JsonElement> QuietAsync(string address, int raised)
    {
        var alert = default(JsonElement);
        await Wait.UntilAsync(
            async () =>
            {
                alert = (await Api.GetAsync(address)).MustBe(200).Json;
                var all = alert.GetProperty("raised").EnumerateArray().ToList();
                return all.Count == raised && all.All(r => r.GetProperty("nextAt").ValueKind == JsonValueKind.Null);
            },
            ToldBound,
            Stop);
        return alert;
    }

    public async ValueTask DisposeAsync()
    {
        await Chat.DisposeAsync();
        await Kit.DisposeAsync();
    }
}
