using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Weir.IntegrationTests.Harness;

/// <summary>An HTTP API on a free loopback port that answers what a test tells it to, and remembers what it was sent.</summary>
internal sealed class AnswerServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private AnswerServer(WebApplication web) => _web = web;

    public Uri Address => new(_web.Services.GetRequiredService<IServer>()
        .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    /// <summary>Path with query, and the body; an undefined one where there was none. In the order of their coming.</summary>
    public ConcurrentQueue<(string Path, JsonElement Body)> Requests { get; } = new();

    /// <summary>Status and body of an answer to this path and body; null breaks the connection off.</summary>
    public Func<string, JsonElement, (int Status, string Body)?> Answer { get; set; } = (_, _) => (200, "{}");

    public static async Task<AnswerServer> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Urls.Add("http://127.0.0.1:0");
        var server = new AnswerServer(web);
        web.Run(server.TakeAsync);
        await web.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Bodies that were sent to this path, in the order of their coming.</summary>
    public IReadOnlyList<JsonElement> SentTo(string path) =>
        [.. Requests.Where(r => r.Path == path).Select(r => r.Body)];

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var text = new StreamReader(http.Request.Body);
        var sent = await text.ReadToEndAsync(http.RequestAborted);
        var path = $"{http.Request.Path}{http.Request.QueryString}";
        var body = sent.Length == 0 ? default : JsonElement.Parse(sent);
        Requests.Enqueue((path, body));
        if (Answer(path, body) is not { } answer)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.Body, http.RequestAborted);
    }
}
