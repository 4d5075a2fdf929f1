using System.Text.Json;

namespace Weir.IntegrationTests.Hostile;

/// <summary>An application that repeats what it was sent, as source, lookup and destination. // Promise 5</summary>
public sealed class CanaryParrotTests
{
    [Fact]
    public async Task A_secret_that_records_repeat_is_found_in_no_answer_no_log_and_no_file()
    {
        await using var server = await CanaryServer.StartAsync();
        var (secret, baseUri) = (server.Canary.Value, server.Parrot.BaseUri);
        object[] signIns =
        [
            new { baseUri, auth = "basic", username = "ops", password = secret },
            new { baseUri, auth = "bearer", token = server.Canary.Token },
            new { baseUri, auth = "apiKey", apiKeyIn = "query", apiKeyName = "key", apiKey = secret },
            new { baseUri, auth = "apiKey", apiKeyIn = "header", apiKeyName = "X-Key", apiKey = server.Canary.Token },
        ];
        foreach (var (settings, i) in signIns.Select((s, i) => (s, i)))
        {
            var parrot = await IdAsync(server, "connections", new { name = $"Parrot {i}", application = "http", settings });
            await server.MustAsync(200, HttpMethod.Post, $"/v1/connections/{parrot}/debug", new { minutes = 5 });
            await PreviewAsync(server, parrot);
            await FailAsync(server, parrot, await FlowAsync(server, parrot));
            await server.MustAsync(200, HttpMethod.Get, $"/v1/connections/{parrot}/debug");
        }

        await server.KillAsync();
        await server.MustAsync(200, HttpMethod.Get, "/v1/errors");

        Assert.Empty(await server.FindingsAsync());
    }

    private static async Task<string> IdAsync(CanaryServer server, string kind, object body) =>
        (await server.MustAsync(201, HttpMethod.Post, $"/v1/{kind}", body)).GetProperty("id").GetString()!;

    private static object Export(string parrot, string path) =>
        new { connection = parrot, request = new { path }, records = "$.data" };

    private static async Task PreviewAsync(CanaryServer server, string parrot)
    {
        foreach (var path in (string[])["/things", "/away"])
        {
            var preview = await server.MustAsync(200, HttpMethod.Post, "/v1/exports/preview", new { export = Export(parrot, path) });
            Assert.Contains("***", Assert.Single(preview.GetProperty("records").EnumerateArray()).GetRawText(), StringComparison.Ordinal);
        }

        var found = await server.MustAsync(
            200, HttpMethod.Post, "/v1/exports/preview", new { export = Export(parrot, "/things"), record = new { id = 1 } });
        Assert.Contains("***", found.GetProperty("records").GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Reads what was repeated, looks it up again, and sends it where it is refused.</summary>
    private static async Task<string> FlowAsync(CanaryServer server, string parrot)
    {
        var export = await IdAsync(server, "exports", Named(Export(parrot, "/things"), $"List {parrot}"));
        var lookup = await IdAsync(server, "exports", Named(Export(parrot, "/away"), $"Find {parrot}"));
        var import = await IdAsync(
            server, "imports", new { name = $"Write {parrot}", connection = parrot, request = new { method = "POST", path = "/things" } });
        var flow = await IdAsync(server, "flows", new
        {
            name = $"Parrot {parrot}",
            sources = new[] { new { export } },
            steps = new object[] { new { id = "find", lookup, into = "found" }, new { id = "write", import } },
        });
        foreach (var step in (string[])["find", "write"])
        {
            await server.MustAsync(200, HttpMethod.Post, $"/v1/flows/{flow}/steps/{step}/preview", new { record = new { id = 1 } });
        }

        return flow;
    }

    private static async Task FailAsync(CanaryServer server, string parrot, string flow)
    {
        var run = await server.RunAsync(flow);
        Assert.Equal(1, run.GetProperty("steps")[2].GetProperty("error").GetInt64());
        var error = (await server.MustAsync(200, HttpMethod.Get, $"/v1/flows/{flow}/errors")).GetProperty("data")[0];
        var (id, record) = (error.GetProperty("id").GetString(), error.GetProperty("record"));
        Assert.Contains("***", record.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("***", record.GetProperty("found").GetRawText(), StringComparison.Ordinal);

        await server.MustAsync(200, HttpMethod.Get, $"/v1/errors/{id}");
        await server.MustAsync(200, HttpMethod.Get, $"/v1/runs/{error.GetProperty("run").GetString()}/log");
        await server.SendAsync(HttpMethod.Get, $"/v1/flows/{flow}/errors.csv");
        await server.MustAsync(200, HttpMethod.Patch, $"/v1/errors/{id}", new { note = "seen", record });
        await server.MustAsync(422, HttpMethod.Put, $"/v1/errors/{id}/record", new { record = new { moved = "***" } });
        var edited = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(record)!;
        edited["id"] = JsonSerializer.SerializeToElement(2);
        await server.MustAsync(200, HttpMethod.Put, $"/v1/errors/{id}/record", new { record = edited });
        await server.MustAsync(202, HttpMethod.Post, $"/v1/flows/{flow}/errors/retry", new { filter = new { } });
        await server.CommandAsync("errors", "list", "--flow", $"Parrot {parrot}");
        Assert.Equal(0, (await server.CommandAsync("errors", "list", "--flow", $"Parrot {parrot}", "--status", "all", "--json")).ExitCode);
    }

    private static Dictionary<string, JsonElement> Named(object body, string name)
    {
        var named = JsonSerializer.SerializeToElement(body).Deserialize<Dictionary<string, JsonElement>>()!;
        named["name"] = JsonSerializer.SerializeToElement(name);
        return named;
    }
}
