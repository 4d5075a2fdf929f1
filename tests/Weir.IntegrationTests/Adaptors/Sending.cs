using System.Net;
using System.Text;
using System.Text.Json;
using Weir.Adaptors.Http;
using Weir.Adaptors.Http.Addresses;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.IntegrationTests.Adaptors;

/// <summary>An adaptor that may call this machine, and connections to send through it.</summary>
internal sealed class Sending : IDisposable
{
    public static readonly HttpDefinition Plain = new() { BaseUri = "{{baseUri}}" };

    public Sending(HttpOptions? options = null, TimeProvider? time = null, ResolveHost? resolve = null)
    {
        Adaptor = new HttpAdaptor(
            options ?? new HttpOptions { AllowPrivateHosts = true },
            time ?? TimeProvider.System,
            resolve ?? ((host, _) => Task.FromResult<IPAddress[]>(
                host.EndsWith(".test", StringComparison.Ordinal) ? [IPAddress.Loopback] : [])),
            SocketGuard.OpenAsync);
    }

    public HttpAdaptor Adaptor { get; }

    public static ConnectionSnapshot Connection(string baseUri, HttpDefinition? http = null, params (string, string)[] secrets) => new()
    {
        Name = "Test",
        Application = new ApplicationDefinition
        {
            Key = "test",
            Name = "Test",
            Category = "Test",
            Description = "Test",
            Http = http ?? Plain,
        },
        Settings = new Dictionary<string, JsonElement> { ["baseUri"] = JsonSerializer.SerializeToElement(baseUri) },
        Secrets = secrets.ToDictionary(s => s.Item1, s => new Secret(s.Item2)),
    };

    public static HttpCall Get(string path = "/x", bool stays = false) =>
        new() { Method = HttpMethod.Get, Path = path, StaysOnOrigin = stays };

    public static HttpCall Post(string? body = "{}", string path = "/x")
    {
        PooledBuffer? buffer = null;
        if (body is not null)
        {
            buffer = new PooledBuffer(10_000_000);
            buffer.Append(Encoding.UTF8.GetBytes(body));
        }

        return new HttpCall { Method = HttpMethod.Post, Path = path, Body = buffer };
    }

    public async Task<Answer> SendAsync(string baseUri, HttpCall? call = null) =>
        await Adaptor.SendAsync(Connection(baseUri), call ?? Get(), TestContext.Current.CancellationToken);

    public async Task<Answer> SendAsync(ConnectionSnapshot connection, HttpCall? call = null) =>
        await Adaptor.SendAsync(connection, call ?? Get(), TestContext.Current.CancellationToken);

    public void Dispose() => Adaptor.Dispose();
}
