using System.Net.Http.Headers;
using System.Text;

namespace Weir.IntegrationTests.Api;

/// <summary>Somebody who speaks to a server of a test: a browser with its cookie, a token, or nobody.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _isBrowser;

    private Caller(Uri address, bool isBrowser)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(address, "/v1/") };
        _isBrowser = isBrowser;
        Origin = address.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>As the browser sends it with each write; null sends none.</summary>
    public string? Origin { get; set; }

    /// <summary><c>name=value</c>, as it was set; null sends none.</summary>
    public string? Cookie { get; set; }

    /// <summary>The last <c>Set-Cookie</c>, whole.</summary>
    public string? SetCookie { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A browser that nobody is signed in with.</summary>
    public static Caller Browser(Uri address) => new(address, isBrowser: true);

    /// <summary>A program with a token; without one it is nobody.</summary>
    public static Caller Token(Uri address, string? token)
    {
        var caller = new Caller(address, isBrowser: false);
        caller._http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return caller;
    }

    public Task<Reply> GetAsync(string path) => SendAsync("GET", path);

    public Task<Reply> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync("POST", path, json, headers);

    public Task<Reply> PatchAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync("PATCH", path, json, headers);

    public Task<Reply> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("DELETE", path, null, headers);

    /// <summary>What is streamed as a token's events.</summary>
    public Task<Stream> StreamAsync(string path) => _http.GetStreamAsync(new Uri(path, UriKind.Relative), Stop);

    public Task<Reply> SignInAsync(string email, string password) =>
        PostAsync("session", $$"""{"email":"{{email}}","password":"{{password}}"}""");

    public async Task<Reply> SendAsync(
        string method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        if (_isBrowser && Origin is not null && method != "GET")
        {
            request.Headers.TryAddWithoutValidation("Origin", Origin);
        }

        if (Cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var reply = await Reply.OfAsync(await _http.SendAsync(request, Stop));
        if (_isBrowser && reply.Headers.TryGetValues("Set-Cookie", out var set))
        {
            SetCookie = Assert.Single(set);
            Cookie = SetCookie.Split(';')[0];
        }

        return reply;
    }

    public void Dispose() => _http.Dispose();
}
