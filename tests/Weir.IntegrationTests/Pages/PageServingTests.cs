using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Weir.IntegrationTests.Api;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Pages;

/// <summary>How the built pages are served: a folder as the build writes it, and a server that shows it.</summary>
public sealed partial class PageServingTests : IAsyncLifetime
{
    private const string Script = "console.assert(true, 'a script of the pages');";
    private const string Hashed = "/assets/index-B1x9_k2d.js";

    private readonly TestFolder _folder = new();
    private ApiHost _api = null!;
    private HttpClient _http = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await WriteAsync("web/index.html", """<meta name="n" content="__WEIR_NONCE__"><script nonce="__WEIR_NONCE__" src="x"></script>""");
        await WriteAsync("web/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        await WriteAsync("web" + Hashed, Script);
        await WriteAsync("outside.txt", "not a page");
        await using (var brotli = new BrotliStream(File.Create(_folder["web" + Hashed + ".br"]), CompressionMode.Compress))
        {
            await brotli.WriteAsync(Encoding.UTF8.GetBytes(Script), Stop);
        }

        await using (var gzip = new GZipStream(File.Create(_folder["web" + Hashed + ".gz"]), CompressionMode.Compress))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Script), Stop);
        }

        _api = await ApiHost.StartAsync(change: options => options with { Pages = _folder["web"] });
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = _api.Http.BaseAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _api.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/connections")]
    [InlineData("/connections/conn_01?tab=traffic&q=%2E%2E")]
    [InlineData("/docsy/v1/health")]
    public async Task Every_address_of_a_page_shows_the_page_with_a_nonce_that_only_this_answer_has(string path)
    {
        var (nonce, again) = (await NonceAsync(path), await NonceAsync(path));

        Assert.NotEqual(nonce, again);
    }

    [Fact]
    public async Task A_page_is_framed_sniffed_and_kept_by_nobody()
    {
        using var answer = await GetAsync("/connections");

        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self'; ", policy);
        Assert.EndsWith("base-uri 'none'; form-action 'self'; frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("GZIP", "gzip")]
    [InlineData("br;q=0, gzip;q=0.1", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task A_file_comes_in_the_smallest_form_that_the_client_takes(string accepted, string? expected)
    {
        using var answer = await GetAsync(Hashed, ("Accept-Encoding", accepted));

        Assert.Equal(expected, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
        Assert.Equal("text/javascript; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        await using var body = await answer.Content.ReadAsStreamAsync(Stop);
        await using Stream plain = expected switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain);
        Assert.Equal(Script, await reader.ReadToEndAsync(Stop));
    }

    [Fact]
    public async Task A_file_with_a_hashed_name_is_kept_for_ever_and_another_is_asked_for_again()
    {
        using var hashed = await GetAsync(Hashed);
        using var icon = await GetAsync("/icon.svg");

        Assert.Equal("public, max-age=31536000, immutable", string.Join(", ", hashed.Headers.GetValues("Cache-Control")));
        Assert.Equal(("no-cache", "image/svg+xml"), (icon.Headers.CacheControl!.ToString(), icon.Content.Headers.ContentType!.ToString()));
    }

    [Fact]
    public async Task Whoever_has_a_file_is_told_that_it_is_still_right()
    {
        using var first = await GetAsync(Hashed, ("Accept-Encoding", "br"));
        using var again = await GetAsync(Hashed, ("Accept-Encoding", "br"), ("If-None-Match", first.Headers.ETag!.ToString()));
        using var other = await GetAsync(Hashed, ("Accept-Encoding", "gzip"), ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData(Hashed)]
    public async Task A_HEAD_is_answered_without_the_body(string path)
    {
        using var answer = await SendAsync(HttpMethod.Head, path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 0);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("/assets/index-00000000.js")]
    [InlineData("/assets/nothing")]
    [InlineData("/favicon.ico")]
    [InlineData("/index.html")]
    [InlineData("/assets/index-B1x9_k2d.js.br")]
    [InlineData("/ASSETS/index-B1x9_k2d.js")]
    [InlineData("/web/icon.svg")]
    public async Task A_file_that_is_not_there_is_not_found_and_not_a_page(string path)
    {
        using var answer = await GetAsync(path);

        (await Reply.OfAsync(answer)).MustRefuse(404, "not_found");
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("/v1/nothing")]
    [InlineData("/V1/nothing")]
    [InlineData("/v1")]
    [InlineData("/openapi/nothing")]
    [InlineData("/health/nothing")]
    [InlineData("/docs/nothing")]
    public async Task What_the_API_does_not_have_is_no_page(string path) =>
        (await Reply.OfAsync(await GetAsync(path))).MustRefuse(401, "unauthorized");

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_page_is_only_read(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/connections");

        (await Reply.OfAsync(await _api.Http.SendAsync(request, Stop))).MustRefuse(405, "method_not_allowed");
    }

    [Theory]
    [InlineData("/../outside.txt")]
    [InlineData("/assets/../../outside.txt")]
    [InlineData("/%2e%2e/outside.txt")]
    [InlineData("/assets/%2e%2e/%2e%2e/outside.txt")]
    [InlineData("/..%2foutside.txt")]
    [InlineData("/assets/..%2f..%2foutside.txt")]
    [InlineData("/..%5coutside.txt")]
    [InlineData("//outside.txt")]
    [InlineData("/%00outside.txt")]
    [InlineData("/icon.svg%00.txt")]
    public async Task Nothing_outside_of_the_folder_is_reached(string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_http.BaseAddress!.Host, _http.BaseAddress.Port, Stop);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: weir\r\nConnection: close\r\n\r\n"), Stop);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Stop);

        Assert.Matches("^HTTP/1.1 (400|404) ", answer);
        Assert.DoesNotContain("not a page", answer);
    }

    [Fact]
    public async Task A_server_without_pages_says_so_and_its_API_answers()
    {
        await using var api = await ApiHost.StartAsync();
        using var answer = await api.Http.GetAsync(new Uri("/connections", UriKind.Relative), Stop);
        var html = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("<h1>Weir is running, without its web pages</h1>", html);
        Assert.Contains($"'nonce-{Nonce().Match(html).Value}'", answer.Headers.GetValues("Content-Security-Policy").Single());
        (await api.GetAsync("connections")).MustBe(200);
    }

    [Fact]
    public async Task Pages_are_shown_when_their_folder_has_gone()
    {
        Directory.Delete(_folder["web"], recursive: true);

        using var page = await GetAsync("/");
        using var script = await GetAsync(Hashed);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, script.StatusCode));
    }

    private async Task<string> NonceAsync(string path)
    {
        using var answer = await GetAsync(path);
        var html = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = Nonce().Match(html).Value;
        Assert.True(nonce.Length >= 22, html);
        Assert.Contains($"script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'", policy);
        Assert.Equal($"""<meta name="n" content="{nonce}"><script nonce="{nonce}" src="x"></script>""", html);
        return nonce;
    }

    private Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, headers);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, Stop);
    }

    private async Task WriteAsync(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        await File.WriteAllTextAsync(_folder[name], text, Stop);
    }

    [GeneratedRegex("(?<=nonce=\")[A-Za-z0-9+/=]+")]
    private static partial Regex Nonce();
}
