using System.Text;
using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;
using Reply = Weir.IntegrationTests.Api.Reply;

namespace Weir.IntegrationTests.Commands;

/// <summary>What a test of a command needs on its server, made over the API.</summary>
internal static class OverTheApi
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<JsonElement> SendAsync(this WeirProcess weir, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"v1/{path}", UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var reply = await Reply.OfAsync(await weir.Http.SendAsync(request, Stop));
        Assert.True(reply.Status is >= 200 and < 300, reply.Text);
        return reply.Json;
    }

    /// <summary>Makes the connections "Help desk" and "Sink" and the flow "Tickets to the sink", and gives its id.</summary>
    public static async Task<string> FlowAsync(this WeirProcess weir, GorgiasSandbox gorgias, HttpSink sink)
    {
        var desk = await weir.CreateAsync(
            "connections",
            $$"""
            {"name":"Help desk","application":"gorgias",
             "settings":{"subdomain":"fuchsia","username":"{{gorgias.Username}}","password":"{{gorgias.Password}}"} }
            """);
        var target = await weir.CreateAsync(
            "connections", $$$"""{"name":"Sink","application":"http","settings":{"baseUri":"{{{sink.BaseUri}}}"} }""");
        var export = await weir.CreateAsync(
            "exports", $$"""{"name":"Tickets","connection":"{{desk}}","operation":"tickets.list"}""");
        var import = await weir.CreateAsync(
            "imports", $$$"""{"name":"Sink","connection":"{{{target}}}","request":{"path":"/things"},"mapping":{"id":"$.id"} }""");
        return await weir.CreateAsync(
            "flows",
            $$"""
            {"name":"Tickets to the sink","sources":[{"id":"tickets","export":"{{export}}"}],
             "steps":[{"id":"write","import":"{{import}}"}]}
            """);
    }

    private static async Task<string> CreateAsync(this WeirProcess weir, string kind, string body) =>
        (await weir.SendAsync(HttpMethod.Post, kind, body)).GetProperty("id").GetString()!;
}
