using System.Text;
using System.Text.Json;
using Weir.IntegrationTests.Adaptors;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Hostile;

/// <summary>
/// A server in a process of its own whose every answer and every printed line is kept, with temporary files in a folder of
/// its own; and two applications that know the canary: a Gorgias, and one that repeats in its answers whatever it was sent.
/// </summary>
internal sealed class CanaryServer : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<(string Where, byte[] Bytes)> _seen = [];
    private WeirProcess _weir = null!;

    public Canary Canary { get; } = new();

    /// <summary>A folder that is searched with the data.</summary>
    public string Files => _folder["files"];

    public GorgiasSandbox Gorgias { get; private set; } = null!;

    public WireServer Parrot { get; } = WireServer.Answering(Repeat);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<CanaryServer> StartAsync()
    {
        var server = new CanaryServer();
        server.Gorgias = await GorgiasSandbox.StartAsync(
            new GorgiasSandboxOptions { Tickets = 30, Password = server.Canary.Value, RateLimit = false }, Stop);
        Directory.CreateDirectory(server._folder["tmp"]);
        server._weir = await WeirProcess.ServeAsync(server._folder, new Dictionary<string, string>
        {
            ["Weir__Applications__gorgias__BaseUri"] = server.Gorgias.BaseUri.ToString(),
            ["Logging__LogLevel__Default"] = "Trace",
            ["TMPDIR"] = server._folder["tmp"],
            // The runtime's pipes for debuggers would be in there: reading one waits for ever.
            ["DOTNET_EnableDiagnostics"] = "0",
        });
        return server;
    }

    /// <summary>Sends it and keeps the whole answer.</summary>
    public async Task<(int Status, string Text)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            var json = body as string ?? JsonSerializer.Serialize(body);
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await _weir.Http.SendAsync(request, Stop);
        var bytes = await response.Content.ReadAsByteArrayAsync(Stop);
        _seen.Add(($"{method} {path} -> {(int)response.StatusCode}", [.. Encoding.UTF8.GetBytes(response.ToString()), .. bytes]));
        return ((int)response.StatusCode, Encoding.UTF8.GetString(bytes));
    }

    /// <summary>As <see cref="SendAsync"/>; another status fails the test.</summary>
    public async Task<JsonElement> MustAsync(int status, HttpMethod method, string path, object? body = null)
    {
        var (came, text) = await SendAsync(method, path, body);
        Assert.True(came == status, $"{method} {path}: {status} was expected, {came} came: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Runs the flow to its end.</summary>
    public async Task<JsonElement> RunAsync(string flow)
    {
        var run = (await MustAsync(202, HttpMethod.Post, $"/v1/flows/{flow}/runs")).GetProperty("id").GetString();
        JsonElement seen = default;
        await Wait.UntilAsync(
            async () =>
            {
                seen = await MustAsync(200, HttpMethod.Get, $"/v1/runs/{run}");
                return seen.GetProperty("endedAt").ValueKind != JsonValueKind.Null;
            },
            TimeSpan.FromSeconds(60),
            Stop);
        return seen;
    }

    /// <summary>Runs a command against it, with a variable that holds the secret, and keeps what it prints.</summary>
    public async Task<CommandResult> CommandAsync(params string[] arguments)
    {
        var result = await WeirProgram.RunAsync(arguments, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WEIR_URLS"] = _weir.Address.ToString(),
            ["WEIR_TOKEN"] = WeirProcess.Token,
            ["CANARY"] = Canary.Token,
        });
        _seen.Add(($"weir {string.Join(' ', arguments)}", Encoding.UTF8.GetBytes(result.Output + result.Error)));
        return result;
    }

    /// <summary>SIGKILL and a new life on the same data.</summary>
    public async Task KillAsync()
    {
        await _weir.KillAsync();
        Keep("before the kill");
        Look("after the kill");
        await _weir.StartAsync();
    }

    /// <summary>Stops in order; then everything that it said and wrote is searched.</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync()
    {
        Look("at work");
        await _weir.StopAsync();
        Keep("at the end");
        Look("at the end");
        return [.. _seen.Select(s => (s.Where, How: Canary.In(s.Bytes))).Where(s => s.How is not null).Select(s => $"{s.Where}: {s.How}").Distinct()];
    }

    public async ValueTask DisposeAsync()
    {
        await _weir.DisposeAsync();
        await Gorgias.DisposeAsync();
        await Parrot.DisposeAsync();
        _folder.Dispose();
    }

    // Everything that it was sent comes back: in the body, in a header, in the reason, and in where it sends one.
    private static string Repeat(string request)
    {
        var sent = request.ReplaceLineEndings("\\n").Replace("\"", "\\\"", StringComparison.Ordinal);
        var authorization = request.Split('\n').FirstOrDefault(l => l.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase))?.Trim();
        var target = request.Split(' ')[1];
        if (target.StartsWith("/away", StringComparison.Ordinal))
        {
            var key = Uri.EscapeDataString(authorization ?? "none");
            return WireServer.Status("302 Found", "", $"Location: /things{target["/away".Length..].Replace('?', '&').Insert(0, $"?was={key}")}\r\n");
        }

        return request.StartsWith("GET", StringComparison.Ordinal)
            ? WireServer.Ok(JsonSerializer.Serialize(new { data = new[] { new { id = 1, request, headers = request.Split("\r\n"), authorization } } }))
            : WireServer.Status(
                "422 Refused", $"{{\"message\":\"Not this: {sent}\"}}", $"Content-Type: application/json\r\nX-Echo: {authorization}\r\n");
    }

    private void Keep(string when)
    {
        _seen.Add(($"standard output {when}", Encoding.UTF8.GetBytes(_weir.Output)));
        _seen.Add(($"standard error {when}", Encoding.UTF8.GetBytes(_weir.Error)));
    }

    private void Look(string when)
    {
        // The lock of a server at work is held, and empty.
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "weir.lock"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            _seen.Add(($"the file {Path.GetRelativePath(_folder.Path, file)} {when}", bytes.ToArray()));
        }
    }
}
