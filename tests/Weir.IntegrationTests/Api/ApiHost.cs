using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Weir.Engine.Connections;
using Weir.Engine.Resources;
using Weir.Hosting;
using Weir.IntegrationTests.Harness;
using Weir.Model;
using Weir.Sandbox;
using Weir.Tests.Fakes;
using Weir.Storage;

namespace Weir.IntegrationTests.Api;

/// <summary>A server in this process with a data folder and a port of its own, and a Gorgias sandbox that it speaks to.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Token = "a-token-for-the-tests-0123456789-abcdef";

    private readonly TestFolder _folder;
    private readonly PostgresOfTest? _database;
    private readonly WeirOptions _options;
    private WeirHost _weir = null!;
    private HttpClient _http = null!;

    private ApiHost(TestFolder folder, PostgresOfTest? database, GorgiasSandbox gorgias, WeirOptions options) =>
        (_folder, _database, Gorgias, _options) = (folder, database, gorgias, options);

    public GorgiasSandbox Gorgias { get; }

    /// <summary>Speaks to it as an administrator; relative addresses begin at <c>/v1/</c>.</summary>
    public HttpClient Http => _http;

    public IServiceProvider Services => _weir.Services;

    public string DataFolder => _folder.Path;

    public string? SetupCode => _weir.SetupCode;

    /// <summary>The token in the data folder, an owner's.</summary>
    public string LocalToken => File.ReadAllText(Path.Combine(DataFolder, "api-token")).Trim();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="gorgias">How the sandbox is.</param>
    /// <param name="change">Other settings of the server.</param>
    /// <param name="database">Where the server keeps what it knows.</param>
    public static async Task<ApiHost> StartAsync(
        GorgiasSandboxOptions? gorgias = null,
        Func<WeirOptions, WeirOptions>? change = null,
        DatabaseKind database = DatabaseKind.Sqlite)
    {
        var postgres = database == DatabaseKind.Postgres ? await (await PostgresServer.SharedAsync()).NewDatabaseAsync() : null;
        var folder = new TestFolder();
        var sandbox = await GorgiasSandbox.StartAsync(gorgias ?? new GorgiasSandboxOptions { Tickets = 10 }, Stop);
        var options = new WeirOptions
        {
            Data = folder.Path,
            Database = postgres is null ? null : PostgresTarget.Parse(postgres.Settings),
            Files = folder["files"],
            Urls = [new Uri("http://127.0.0.1:0")],
            ApiToken = new Secret(Token),
            AllowPrivateHosts = true,
            BaseUris = new Dictionary<string, string>(StringComparer.Ordinal) { ["gorgias"] = sandbox.BaseUri.ToString() },
        };
        var host = new ApiHost(folder, postgres, sandbox, change?.Invoke(options) ?? options);
        await host.StartWeirAsync();
        return host;
    }

    /// <summary>Stops the server in order and starts it again with the same data, on another port.</summary>
    public async Task RestartAsync()
    {
        await StopWeirAsync();
        await StartWeirAsync();
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public Task<Reply> PatchAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Patch, path, json, headers);

    public Task<Reply> PutAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, json, headers);

    public Task<Reply> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>The body of a connection to the sandbox.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="more">Further members: <c>,"concurrencyLevel":5</c>.</param>
    /// <param name="password">Another password than the right one.</param>
    public string Body(string name, string more = "", string? password = null) =>
        $$"""
        {"name":"{{name}}","application":"gorgias",
         "settings":{"subdomain":"fuchsia","username":"{{Gorgias.Username}}","password":"{{password ?? Gorgias.Password}}"}{{more}}}
        """;

    /// <summary>Stores a connection to the sandbox and gives its address, <c>connections/conn_…</c>.</summary>
    public async Task<string> ConnectionAsync(string name = "Gorgias", string more = "")
    {
        var created = await PostAsync("connections?test=false", Body(name, more));
        return $"connections/{created.MustBe(201).Json.GetProperty("id").GetString()}";
    }

    /// <summary>Changes one bit of the connection's stored password, as a damaged disk would, and reads everything again.</summary>
    public async Task TamperAsync(ConnectionId id)
    {
        var store = Services.GetRequiredService<IResourceStore>();
        var row = (await store.FindAsync(ResourceKind.Connection, id.Value, Stop))!;
        var cipher = (await store.SecretsAsync(id, Stop))["password"];
        cipher[^1] ^= 1;
        var changes = new SecretChanges(new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["password"] = cipher }, []);
        var audit = InMemoryAuditLog.By(Actor.ApiToken, id.Value);
        Assert.True(await store.ReplaceAsync(row with { Version = row.Version + 1 }, row.Version, changes, audit, Stop));
        await Services.GetRequiredService<ConnectionDirectory>().LoadAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await StopWeirAsync();
        await Gorgias.DisposeAsync();
        _folder.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private async Task StartWeirAsync()
    {
        _weir = await WeirHost.BuildAsync(_options, Stop);
        await _weir.StartAsync(Stop);
        _http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(_weir.Address, "/v1/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private async Task StopWeirAsync()
    {
        _http.Dispose();
        await _weir.DisposeAsync();
    }

    public async Task<Reply> SendAsync(
        HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Reply.OfAsync(await Http.SendAsync(request, Stop));
    }
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(int Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? ETag => Headers.ETag?.Tag;

    public static async Task<Reply> OfAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return new Reply((int)response.StatusCode, text, response.Headers, response.Content.Headers.ContentType?.MediaType);
        }
    }

    /// <summary>Fails, and shows the answer, when the status is another.</summary>
    public Reply MustBe(int status)
    {
        Assert.True(Status == status, $"{status} was expected, {Status} came: {Text}");
        return this;
    }

    /// <summary>A problem in the contract's shape, with this code; and with this field when one is given.</summary>
    public Reply MustRefuse(int status, string code, string? field = null)
    {
        MustBe(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(
            (status, code), (Json.GetProperty("status").GetInt32(), Json.GetProperty("code").GetString()));
        Assert.NotEmpty(Json.GetProperty("detail").GetString()!);
        if (field is not null)
        {
            Assert.Contains(field, Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()));
        }

        return this;
    }
}
