using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Weir.Benchmarks.Compare;

/// <summary>The built program as a server with an empty data folder, spoken to over its API.</summary>
internal sealed class WeirServer : IAsyncDisposable
{
    private const string Token = "a-token-for-the-benchmark-0123456789";
    private const string Ready = "Weir is ready at ";

    private readonly Child _process;
    private readonly DirectoryInfo _folder;
    private readonly CompareSchema _schema;
    private readonly HttpClient _http;

    private WeirServer(Child process, DirectoryInfo folder, CompareSchema schema, HttpClient http) =>
        (_process, _folder, _schema, _http) = (process, folder, schema, http);

    public int ProcessId => _process.Id;

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    /// <param name="program">Path of <c>weir.dll</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<WeirServer> StartAsync(string program, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("weir-compare-");
        var schema = await CompareSchema.MakeAsync(cancellationToken);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WEIR_DATA"] = folder.FullName,
            ["WEIR_DATABASE"] = schema.Settings,
            ["WEIR_URLS"] = "http://127.0.0.1:0",
            ["WEIR_API_TOKEN"] = Token,
            ["WEIR_MASTER_KEY"] = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]),
            ["Weir__Network__AllowPrivateHosts"] = "true",
        };
        var process = Child.Start([program, "serve"], environment);
        try
        {
            string line;
            do
            {
                line = await process.ReadAsync(cancellationToken);
            }
            while (!line.StartsWith(Ready, StringComparison.Ordinal));

            process.ReadOn();
            var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(line[Ready.Length..]) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            return new WeirServer(process, folder, schema, http);
        }
        catch
        {
            await process.DisposeAsync();
            await schema.DisposeAsync();
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Creates a resource from a body.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateAsync(string kind, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Post, $"/v1/{kind}", body, cancellationToken);
        return answer.RootElement.GetProperty("id"u8).GetString()!;
    }

    public Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonDocument> PostAsync(string path, JsonObject? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
        await _schema.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonDocument> SendAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text)
            : throw new InvalidOperationException($"{method} {path} was answered {(int)response.StatusCode}: {text}");
    }
}
