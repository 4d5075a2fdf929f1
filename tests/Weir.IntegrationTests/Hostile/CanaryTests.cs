using System.Net;
using System.Text;
using System.Text.Json;

namespace Weir.IntegrationTests.Hostile;

/// <summary>A secret goes everywhere where a connection goes, and is seen nowhere. // Promise 5</summary>
public sealed class CanaryTests
{
    [Fact]
    public async Task A_secret_is_found_in_no_answer_no_log_and_no_file()
    {
        await using var server = await CanaryServer.StartAsync();
        var secret = server.Canary.Value;
        var gorgias = Settings(server.Gorgias.Username, secret);

        // Made, refused, tested, changed.
        var desk = await IdAsync(server, "connections", new { name = "Desk", application = "gorgias", settings = gorgias });
        await server.MustAsync(409, HttpMethod.Post, "/v1/connections", new { name = "Desk", application = "gorgias", settings = gorgias });
        await server.MustAsync(422, HttpMethod.Post, "/v1/connections", new { name = secret + new string('x', 100), application = "gorgias", settings = gorgias });
        await server.MustAsync(422, HttpMethod.Post, "/v1/connections", new { name = "B", application = "gorgias", settings = Settings("nobody@fuchsia.example", secret) });
        await server.MustAsync(422, HttpMethod.Post, "/v1/connections", new { name = "B", application = "gorgias", settings = gorgias, colour = secret });
        await server.MustAsync(400, HttpMethod.Post, "/v1/connections", $"{{\"name\":\"B\",\"settings\":{{\"password\":\"{server.Canary.Value}");
        await server.MustAsync(200, HttpMethod.Post, "/v1/connections/test", new { application = "gorgias", settings = gorgias });
        await server.MustAsync(200, HttpMethod.Post, "/v1/connections/test", new { application = "gorgias", settings = Settings("nobody@fuchsia.example", secret) });
        await server.MustAsync(200, HttpMethod.Post, $"/v1/connections/{desk}/debug", new { minutes = 5 });
        await server.MustAsync(200, HttpMethod.Post, $"/v1/connections/{desk}/test");
        await server.MustAsync(200, HttpMethod.Patch, $"/v1/connections/{desk}", new { settings = new { password = secret }, concurrencyLevel = 3 });
        await server.MustAsync(422, HttpMethod.Patch, $"/v1/connections/{desk}", new { settings = new { subdomain = "elsewhere" } });

        // Two that repeat what they are sent: as a token and as a key in the address.
        var bearer = await IdAsync(server, "connections", new { name = "Parrot", application = "http", settings = new { baseUri = server.Parrot.BaseUri, auth = "bearer", token = server.Canary.Token } });
        var key = await IdAsync(server, "connections", new { name = "Parrot by key", application = "http", settings = new { baseUri = server.Parrot.BaseUri, auth = "apiKey", apiKeyIn = "query", apiKeyName = "key", apiKey = secret } });
        foreach (var parrot in (string[])[bearer, key])
        {
            await server.MustAsync(200, HttpMethod.Post, $"/v1/connections/{parrot}/debug", new { minutes = 5 });
            await FlowAsync(server, desk, parrot);
        }

        foreach (var connection in (string[])[desk, bearer, key])
        {
            var debug = await EverythingOfAsync(server, connection);
            Assert.NotEmpty(debug.GetProperty("exchanges").EnumerateArray());
        }

        await server.KillAsync();

        await EverythingOfAsync(server, desk);

        await server.MustAsync(201, HttpMethod.Post, $"/v1/connections/{desk}/clone", new { name = "Desk again" });
        await server.MustAsync(200, HttpMethod.Post, $"/v1/connections/{desk}/versions/1/revert");
        await server.MustAsync(200, HttpMethod.Get, "/v1/configuration");
        await server.MustAsync(200, HttpMethod.Get, "/v1/audit");
        foreach (var list in (string[])["connections", "exports", "imports", "flows", "runs", "errors", "errors.csv"])
        {
            await server.SendAsync(HttpMethod.Get, $"/v1/{list}");
        }

        Assert.Empty(await server.FindingsAsync());
    }

    [Fact]
    public void The_search_finds_it_however_it_is_written()
    {
        var canary = new Canary();
        var user = Encoding.UTF8.GetBytes($"somebody:{canary.Value}");
        byte[][] written =
        [
            user,
            Encoding.ASCII.GetBytes(Convert.ToBase64String(user)),
            Encoding.ASCII.GetBytes(Convert.ToBase64String(user)[..20] + "***"),
            Encoding.ASCII.GetBytes("***" + Convert.ToBase64String(user)[^20..]),
            Encoding.UTF8.GetBytes(canary.Token),
            Encoding.ASCII.GetBytes(Convert.ToHexString(user)),
            Encoding.Unicode.GetBytes($"x{canary.Value}"),
            Encoding.UTF8.GetBytes(Uri.EscapeDataString(canary.Value)),
            Encoding.UTF8.GetBytes(WebUtility.HtmlEncode(canary.Value)),
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(canary.Value)),
        ];

        Assert.All(written, bytes => Assert.NotNull(canary.In(bytes)));
        Assert.Null(canary.In("QzKanarie and 7731Vogel"u8));
    }

    private static object Settings(string username, string password) => new { subdomain = "fuchsia", username, password };

    private static async Task<string> IdAsync(CanaryServer server, string kind, object body) =>
        (await server.MustAsync(201, HttpMethod.Post, $"/v1/{kind}", body)).GetProperty("id").GetString()!;

    /// <summary>A flow whose every record is refused by an application that repeats what it was sent.</summary>
    private static async Task FlowAsync(CanaryServer server, string desk, string parrot)
    {
        var export = await IdAsync(server, "exports", new { name = $"Tickets for {parrot}", connection = desk, operation = "tickets.list" });
        var body = new { name = $"To {parrot}", connection = parrot, request = new { method = "POST", path = "/things" }, mapping = new { id = "$.id" } };
        var import = await IdAsync(server, "imports", body);
        var flow = await IdAsync(server, "flows", new { name = $"To {parrot}", sources = new[] { new { export } }, steps = new[] { new { import } } });
        var run = await server.RunAsync(flow);
        Assert.Equal(30, run.GetProperty("steps")[1].GetProperty("error").GetInt64());
        await server.MustAsync(200, HttpMethod.Get, $"/v1/flows/{flow}/errors");
        await server.MustAsync(202, HttpMethod.Post, $"/v1/flows/{flow}/errors/retry", new { filter = new { } });
        await server.MustAsync(200, HttpMethod.Post, "/v1/exports/preview", new { export = new { connection = desk, operation = "tickets.list" }, limit = 2 });
        await server.MustAsync(200, HttpMethod.Post, "/v1/imports/preview", new { import = body, records = new[] { new { id = 1 } } });
    }

    /// <summary>Reads all there is to a connection; gives its exchanges.</summary>
    private static async Task<JsonElement> EverythingOfAsync(CanaryServer server, string connection)
    {
        JsonElement last = default;
        foreach (var part in (string[])["", "/usage", "/traffic", "/audit", "/versions", "/versions/1", "/debug"])
        {
            last = await server.MustAsync(200, HttpMethod.Get, $"/v1/connections/{connection}{part}");
        }

        return last;
    }
}
