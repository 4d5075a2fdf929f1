using System.Text;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Engine.Connections;
using Weir.Model;

namespace Weir.IntegrationTests.Adaptors;

public sealed class ExchangeTests : IDisposable
{
    private const string Secret = "s3creté/+x";
    private const string Escaped = "s3cret\\u00E9\\/\\u002bx";

    private readonly Sending _sending = new();
    private readonly List<Exchange> _heard = [];

    public void Dispose() => _sending.Dispose();

    [Fact]
    public async Task An_exchange_is_the_request_and_its_answer()
    {
        await using var server = WireServer.Answering(WireServer.Ok("""{"id":7}""", "X-Limit: 1\r\nX-Limit: 2\r\n"));
        var call = new HttpCall
        {
            Method = HttpMethod.Post,
            Path = "/things",
            Query = "a=%26",
            Headers = [new("X-Name", "Zoë")],
            IdempotencyKey = "k",
            Body = Sending.Post("""{"a":1}""").Body,
        };

        await SendAsync(Sending.Connection(server.BaseUri), call);

        var heard = Assert.Single(_heard);
        Assert.Equal(("POST", $"{server.BaseUri}/things?a=%26"), (heard.Request.Method, heard.Request.Url));
        Assert.Equal("""{"a":1}""", heard.Request.Body);
        Assert.Equal(
            ("Zoë", "k", "application/json"),
            (heard.Request.Headers["X-Name"], heard.Request.Headers["Idempotency-Key"], heard.Request.Headers["Content-Type"]));
        Assert.Equal((200, """{"id":7}""", "1, 2"), (heard.Response!.Status, heard.Response.Body, heard.Response.Headers["X-Limit"]));
        Assert.Null(heard.Code);
    }

    public static TheoryData<AuthDefinition> SignIns => new()
    {
        new AuthDefinition { Type = "basic", Username = "zoë", Password = "{{key}}" },
        new AuthDefinition { Type = "bearer", Token = "{{key}}" },
        new AuthDefinition { Type = "apiKey", In = "header", Name = "X-Key", Key = "{{key}}" },
        new AuthDefinition { Type = "apiKey", In = "query", Name = "a key", Key = "{{key}}" },
    };

    [Theory]
    [MemberData(nameof(SignIns))]
    public async Task No_sign_in_and_no_echo_of_it_is_seen(AuthDefinition auth)
    {
        await using var server = WireServer.Answering(request => WireServer.Ok(
            $"{{\"echo\":{System.Text.Json.JsonSerializer.Serialize(request)},\"plain\":\"{Secret}\"}}",
            $"Set-Cookie: session={Secret}\r\nX-Echo: {Uri.EscapeDataString(Secret)}\r\nX-Basic: {Base64($"zoë:{Secret}")}\r\n"));

        await SendAsync(Signed(server.BaseUri, auth), Sending.Post($$"""{"mine":"{{Escaped}}","coded":"{{Base64(Secret)}}"}"""));

        var heard = Assert.Single(_heard);
        Assert.Null(heard.Code);
        var all = Text(heard);
        Assert.Equal("***", heard.Response!.Headers["Set-Cookie"]);
        Assert.Equal("***", heard.Response.Headers["X-Echo"]);
        Assert.Equal("""{"mine":"***","coded":"***"}""", heard.Request.Body);
        foreach (var form in (string[])
            ["s3cret", "\\u00e9", Uri.EscapeDataString(Secret), Base64(Secret), Base64($"zoë:{Secret}"), Base64(Secret)[..^4], Base64($"zoë:{Secret}")[8..^4]])
        {
            Assert.DoesNotContain(form, all, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(auth.In == "query" ? "?a%20key=***" : "***", auth.In == "query" ? heard.Request.Url : string.Join(' ', heard.Request.Headers.Values));
    }

    [Theory]
    [InlineData("header")]
    [InlineData("query")]
    public async Task A_short_key_is_masked_where_it_signs_in(string where)
    {
        await using var server = WireServer.Answering(WireServer.Ok("""{"a":"a"}"""));
        var auth = new AuthDefinition { Type = "apiKey", In = where, Name = "key", Key = "{{key}}" };

        await SendAsync(Signed(server.BaseUri, auth, "a"), Sending.Get("/data"));

        var heard = Assert.Single(_heard);
        Assert.Equal(server.BaseUri + (where == "query" ? "/data?key=***" : "/data"), heard.Request.Url);
        Assert.Equal(where == "header" ? "***" : null, heard.Request.Headers.GetValueOrDefault("key"));
    }

    [Fact]
    public async Task Redirects_are_exchanges_of_their_own()
    {
        await using var other = WireServer.Answering(WireServer.Ok("{}"));
        await using var server = WireServer.Answering(request => request.StartsWith("GET /x", StringComparison.Ordinal)
            ? WireServer.Status("302 Found", "", $"Location: /y\r\n")
            : WireServer.Status("302 Found", "", $"Location: {other.BaseUri}/z\r\n"));

        await SendAsync(Signed(server.BaseUri, new AuthDefinition { Type = "bearer", Token = "{{key}}" }), Sending.Get("/x"));

        Assert.Equal(
            [$"302 {server.BaseUri}/x", $"302 {server.BaseUri}/y", $"200 {other.BaseUri}/z"],
            _heard.Select(h => $"{h.Response!.Status} {h.Request.Url}"));
        Assert.Equal(["***", "***", null], _heard.Select(h => h.Request.Headers.GetValueOrDefault("Authorization")));
    }

    [Fact]
    public async Task A_refused_sign_in_is_shown_with_what_the_application_said()
    {
        await using var server = WireServer.Answering(WireServer.Status("401 Unauthorized", $"wrong: {Secret}"));

        await SendAsync(Signed(server.BaseUri, new AuthDefinition { Type = "bearer", Token = "{{key}}" }), Sending.Get());

        Assert.Equal((401, "wrong: ***"), (_heard[0].Response!.Status, _heard[0].Response!.Body));
    }

    [Fact]
    public async Task Without_an_answer_the_code_says_why()
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            wire.Reset();
        });

        await SendAsync(Sending.Connection(server.BaseUri), Sending.Post());
        await SendAsync(Sending.Connection("http://nobody.example"), Sending.Get());

        Assert.Equal([(null, "unreachable"), (null, "unreachable")], _heard.Select(h => (h.Response, h.Code)));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_shows_its_head_and_the_code()
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":");
        });

        await SendAsync(Sending.Connection(server.BaseUri), Sending.Get());

        Assert.Equal((200, null, "unreachable"), (_heard[0].Response!.Status, _heard[0].Response!.Body, _heard[0].Code));
    }

    [Fact]
    public async Task What_is_given_up_is_shown_as_unanswered()
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.StaySilentAsync();
        });
        using var giveUp = new CancellationTokenSource();
        var call = Sending.Get();
        call.Heard = _heard.Add;
        var sending = _sending.Adaptor.SendAsync(Sending.Connection(server.BaseUri), call, giveUp.Token).AsTask();
        await Harness.Wait.UntilAsync(() => Task.FromResult(!server.Requests.IsEmpty), TimeSpan.FromSeconds(10), default);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal((null, "timeout"), (Assert.Single(_heard).Response, _heard[0].Code));
    }

    [Fact]
    public async Task A_long_body_is_cut_and_its_length_told()
    {
        var body = $"\"{new string('x', 100_000)}\"";
        await using var server = WireServer.Answering(WireServer.Ok(body));

        await SendAsync(Sending.Connection(server.BaseUri), Sending.Post(body));

        Assert.All([_heard[0].Request.Body!, _heard[0].Response!.Body!], shown =>
        {
            Assert.StartsWith(body[..65_536], shown);
            Assert.Equal("… <cut after 65,536 of 100,002 bytes>", shown[65_536..]);
        });
    }

    [Theory]
    [InlineData("image/png", new byte[] { 0x89, 0x50, 0x4E, 0x47 }, "<binary, 4 bytes>")]
    [InlineData("text/plain", new byte[] { 0x61, 0x00, 0x62 }, "<binary, 3 bytes>")]
    [InlineData("text/plain; charset=iso-8859-1", new byte[] { 0x5A, 0x6F, 0xEB }, "Zoë")]
    [InlineData("text/plain; charset=\"utf-16\"", new byte[] { 0x61, 0x00, 0x62, 0x00 }, "ab")]
    [InlineData("text/plain; charset=nobody", new byte[] { 0x61 }, "a")]
    public async Task A_body_is_shown_when_it_is_text(string type, byte[] body, string shown)
    {
        await using var server = new WireServer(async wire =>
        {
            await wire.ReadAsync();
            await wire.WriteAsync([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"), .. body]);
        });

        await SendAsync(Sending.Connection(server.BaseUri), Sending.Get());

        Assert.Equal(shown, _heard[0].Response!.Body);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Text(Exchange heard) => string.Join('\n',
    [
        heard.Request.Url, heard.Request.Body, .. heard.Request.Headers.Select(h => $"{h.Key}: {h.Value}"),
        heard.Response!.Body, .. heard.Response.Headers.Select(h => $"{h.Key}: {h.Value}"),
    ]);

    private static ConnectionSnapshot Signed(string baseUri, AuthDefinition auth, string key = Secret) =>
        Sending.Connection(baseUri, Sending.Plain with { Auth = auth }, ("key", key));

    private async Task SendAsync(ConnectionSnapshot connection, HttpCall call)
    {
        call.Heard = _heard.Add;
        using var answer = await _sending.SendAsync(connection, call);
    }
}
