using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Sandbox;

/// <summary>A sandbox of its own for one test, and a client that is signed in to it.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private Desk(GorgiasSandbox sandbox)
    {
        Sandbox = sandbox;
        Http = new HttpClient(new SocketsHttpHandler());
        SignIn("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{sandbox.Username}:{sandbox.Password}")));
    }

    public GorgiasSandbox Sandbox { get; }

    public HttpClient Http { get; }

    public static async Task<Desk> StartAsync(GorgiasSandboxOptions? options = null) =>
        new(await GorgiasSandbox.StartAsync(
            options ?? new GorgiasSandboxOptions { Tickets = 300, RateLimit = false }, default));

    public void SignIn(string scheme, string? credentials) =>
        Http.DefaultRequestHeaders.Authorization = credentials is null
            ? null
            : new AuthenticationHeaderValue(scheme, credentials);

    /// <param name="path">Under <c>/api</c>, or from the root when it begins with <c>/control</c>.</param>
    public async Task<Answer> SendAsync(string method, string path, string? body = null)
    {
        var root = path.StartsWith("/control", StringComparison.Ordinal)
            ? Sandbox.BaseUri.GetLeftPart(UriPartial.Authority)
            : Sandbox.BaseUri.ToString();
        using var request = new HttpRequestMessage(new HttpMethod(method), root + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer((int)response.StatusCode, text, response.Headers);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var answer = await SendAsync("GET", path);
        Assert.True(answer.Status == 200, $"{path}: {answer.Status} {answer.Text}");
        return answer.Json;
    }

    /// <summary>Every row of a list, page by page, in the direction of the member of <c>meta</c>.</summary>
    public async Task<List<JsonElement>> WalkAsync(string path, string member = "next_cursor", string? cursor = null)
    {
        var rows = new List<JsonElement>();
        do
        {
            var next = cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}";
            var page = await GetAsync(
                path + (path.Contains('?', StringComparison.Ordinal) ? next : "?" + next.TrimStart('&')));
            rows.AddRange(page.GetProperty("data").EnumerateArray());
            cursor = page.GetProperty("meta").GetProperty(member).GetString();
        }
        while (cursor is not null);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Sandbox.DisposeAsync();
    }
}

internal sealed record Answer(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public string Message => Json.GetProperty("error").GetProperty("msg").GetString()!;

    public string Header(string name) => string.Join(",", Headers.GetValues(name));

    /// <summary>The first complaint about a field.</summary>
    public string About(string field) =>
        Json.GetProperty("error").GetProperty("data").GetProperty(field)[0].GetString()!;
}
