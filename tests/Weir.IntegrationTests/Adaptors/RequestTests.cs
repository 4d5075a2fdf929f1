using System.Text;
using System.Text.Json;
using Weir.Adaptors.Http.Requests;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.IntegrationTests.Adaptors;

public sealed class RequestTests : IDisposable
{
    private readonly Sending _sending = new();

    public void Dispose() => _sending.Dispose();

    [Fact]
    public async Task A_request_is_what_the_definition_says()
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));
        var http = Sending.Plain with { Headers = new Dictionary<string, string> { ["Accept"] = "application/vnd.x+json" } };
        var call = new HttpCall
        {
            Method = HttpMethod.Post,
            Path = "/t/a%2Fb",
            Query = "q=%26",
            Headers = [new("X-Name", "Zoë")],
            IdempotencyKey = "key-1",
            Body = Sending.Post("{\"a\":1}").Body,
        };

        using var answer = await _sending.SendAsync(Sending.Connection(server.BaseUri + "/api/", http), call);

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("POST /api/t/a%2Fb?q=%26 HTTP/1.1\r\n", request);
        Assert.Contains("\r\nAccept: application/vnd.x+json\r\n", request);
        Assert.Contains("\r\nX-Name: Zoë\r\n", request);
        Assert.Contains("\r\nIdempotency-Key: key-1\r\n", request);
        Assert.Contains("\r\nContent-Type: application/json\r\n", request);
        Assert.Contains("\r\nContent-Length: 7\r\n", request);
        Assert.Contains("\r\nUser-Agent: Weir/", request);
        Assert.DoesNotContain("Cookie", request);
        Assert.DoesNotContain("traceparent", request);
        Assert.EndsWith("\r\n\r\n{\"a\":1}", request);
    }

    [Theory]
    [InlineData("", "/")]
    [InlineData("/api", "/api")]
    [InlineData("/api/", "/api/")]
    public async Task Without_a_path_the_base_address_itself_is_called(string basePath, string target)
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));

        using var answer = await _sending.SendAsync(server.BaseUri + basePath, Sending.Get(""));

        Assert.StartsWith($"GET {target} ", Assert.Single(server.Requests));
    }

    [Fact]
    public async Task A_call_may_be_sent_again()
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));
        using var call = Sending.Post("{\"a\":1}");

        using var first = await _sending.SendAsync(server.BaseUri, call);
        using var second = await _sending.SendAsync(server.BaseUri, call);

        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, r => Assert.EndsWith("{\"a\":1}", r));
    }

    public static TheoryData<AuthDefinition, string> SignIns => new()
    {
        { new AuthDefinition { Type = "basic", Username = "zoë", Password = "{{key}}" }, "\r\nAuthorization: Basic em/DqzpzM2NyZXTDqQ==\r\n" },
        { new AuthDefinition { Type = "bearer", Token = "{{key}}" }, "\r\nAuthorization: Bearer s3creté\r\n" },
        { new AuthDefinition { Type = "apiKey", In = "header", Name = "X-Key", Key = "{{key}}" }, "\r\nX-Key: s3creté\r\n" },
        { new AuthDefinition { Type = "apiKey", In = "query", Name = "a key", Key = "{{key}}" }, "GET /x?a%20key=s3cret%C3%A9 HTTP/1.1\r\n" },
    };

    [Theory]
    [MemberData(nameof(SignIns))]
    public async Task A_sign_in_goes_where_its_kind_puts_it(AuthDefinition auth, string part)
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));

        using var answer = await _sending.SendAsync(Signed(server.BaseUri, auth));

        Assert.Null(answer.Fault);
        Assert.Contains(part, Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("bearer", "")]
    [InlineData("bearer", "a\r\nX: y")]
    [InlineData("digest", "x")]
    public async Task A_sign_in_that_cannot_be_made_sends_nothing(string type, string key)
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));
        var connection = Sending.Connection(
            server.BaseUri, Sending.Plain with { Auth = new AuthDefinition { Type = type, Token = "{{key}}" } }, ("key", key));

        using var answer = await _sending.SendAsync(connection);

        Assert.Equal((ErrorCodes.Unauthorized, true), (answer.Fault!.Code, answer.Fault.NotSent));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [MemberData(nameof(SignIns))]
    public async Task A_redirect_to_another_origin_carries_nothing_of_the_connection(AuthDefinition auth, string part)
    {
        Assert.NotEmpty(part);
        await using var other = WireServer.Answering(WireServer.Ok("{}"));
        await using var server = WireServer.Answering(WireServer.Status("302 Found", "", $"Location: {other.BaseUri}/y\r\n"));
        var call = new HttpCall { Method = HttpMethod.Get, Path = "/x", Headers = [new("X-Own", "1")], IdempotencyKey = "k" };

        using var answer = await _sending.SendAsync(Signed(server.BaseUri, auth), call);

        Assert.Null(answer.Fault);
        var seen = Assert.Single(other.Requests);
        Assert.StartsWith("GET /y HTTP/1.1\r\n", seen);
        Assert.DoesNotContain("s3cret", seen);
        Assert.DoesNotContain("Authorization", seen);
        Assert.DoesNotContain("X-Key", seen);
        Assert.DoesNotContain("X-Own", seen);
        Assert.DoesNotContain("Idempotency", seen);
    }

    [Fact]
    public async Task A_redirect_that_would_carry_the_secret_in_its_address_is_refused()
    {
        await using var other = WireServer.Answering(WireServer.Ok("{}"));
        await using var server = WireServer.Answering(
            WireServer.Status("302 Found", "", $"Location: {other.BaseUri}/y?k=s3cret%C3%A9\r\n"));

        using var answer = await _sending.SendAsync(Signed(server.BaseUri, new AuthDefinition { Type = "bearer", Token = "{{key}}" }));

        Assert.Equal(ErrorCodes.AddressRefused, answer.Fault!.Code);
        Assert.DoesNotContain("s3cret", answer.Fault.Message);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_redirect_on_the_same_origin_keeps_the_sign_in()
    {
        await using var server = WireServer.Answering(request => request.StartsWith("GET /x", StringComparison.Ordinal)
            ? WireServer.Status("301 Moved", "", "Location: /y?z=1\r\n")
            : WireServer.Ok("{}"));

        using var answer = await _sending.SendAsync(
            Signed(server.BaseUri, new AuthDefinition { Type = "apiKey", In = "query", Name = "k", Key = "{{key}}" }),
            Sending.Get(stays: true));

        Assert.Null(answer.Fault);
        Assert.StartsWith("GET /y?z=1&k=s3cret%C3%A9 ", server.Requests.Last());
    }

    [Fact]
    public async Task A_source_is_not_led_to_another_host()
    {
        await using var other = WireServer.Answering(WireServer.Ok("{}"));
        await using var server = WireServer.Answering(WireServer.Status("302 Found", "", $"Location: {other.BaseUri}/\r\n"));

        using var answer = await _sending.SendAsync(server.BaseUri, Sending.Get(stays: true));

        Assert.Equal(ErrorCodes.AddressRefused, answer.Fault!.Code);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        await using var server = WireServer.Answering(WireServer.Status("302 Found", "", "Location: /x\r\n"));

        using var answer = await _sending.SendAsync(server.BaseUri);

        Assert.Equal((FaultKind.Rejected, ErrorCodes.Unexpected), (answer.Fault!.Kind, answer.Fault.Code));
        Assert.Equal(6, server.Requests.Count);
    }

    [Theory]
    [InlineData("307 Temporary Redirect", true)]
    [InlineData("308 Permanent Redirect", true)]
    [InlineData("301 Moved", false)]
    [InlineData("302 Found", false)]
    [InlineData("303 See Other", false)]
    public async Task What_writes_follows_only_a_redirect_that_keeps_it_whole(string status, bool follows)
    {
        await using var server = WireServer.Answering(request => request.StartsWith("POST /x", StringComparison.Ordinal)
            ? WireServer.Status(status, "", "Location: /y\r\n")
            : WireServer.Ok("{}"));

        using var answer = await _sending.SendAsync(server.BaseUri, Sending.Post("{\"a\":1}"));

        Assert.Equal(follows ? null : ErrorCodes.Unexpected, answer.Fault?.Code);
        Assert.Equal(follows ? 2 : 1, server.Requests.Count);
        Assert.EndsWith("{\"a\":1}", server.Requests.Last());
    }

    [Theory]
    [InlineData("308 Permanent Redirect", "http://other.test/")]
    [InlineData("302 Found", "")]
    [InlineData("302 Found", "ftp://x.example/")]
    [InlineData("302 Found", "http://u:p@x.example/")]
    public async Task What_writes_or_leads_nowhere_is_not_followed(string status, string location)
    {
        await using var server = WireServer.Answering(WireServer.Status(status, "", $"Location: {location}\r\n"));

        using var answer = await _sending.SendAsync(server.BaseUri, location.Contains("other", StringComparison.Ordinal) ? Sending.Post() : null);

        Assert.Equal((ErrorCodes.Unexpected, int.Parse(status[..3])), (answer.Fault!.Code, answer.Fault.HttpStatus));
    }

    [Fact]
    public async Task A_secret_that_the_application_repeats_is_not_in_the_message()
    {
        await using var server = WireServer.Answering(WireServer.Status("401 No", "The key s3creté is wrong"));

        using var answer = await _sending.SendAsync(Signed(server.BaseUri, new AuthDefinition { Type = "bearer", Token = "{{key}}" }));

        Assert.Equal((FaultKind.Unauthorized, "The key *** is wrong"), (answer.Fault!.Kind, answer.Fault.Message));
    }

    [Fact]
    public async Task An_application_that_asks_to_wait_says_how_long_and_how_full_it_is()
    {
        await using var server = WireServer.Answering(WireServer.Status("429 Slow", "", "Retry-After: 7\r\nX-Used: 40/40\r\n"));
        var http = Sending.Plain with { Limits = new LimitsDefinition { UsedHeader = "X-Used" } };

        using var answer = await _sending.SendAsync(Sending.Connection(server.BaseUri, http));

        Assert.Equal((FaultKind.Throttled, TimeSpan.FromSeconds(7)), (answer.Fault!.Kind, answer.Fault.RetryAfter));
        Assert.Equal(new RateSignal(40, 40), answer.Rate);
    }

    [Fact]
    public async Task A_connection_whose_secret_is_unreadable_sends_nothing()
    {
        await using var server = WireServer.Answering(WireServer.Ok("{}"));
        var fault = new Fault { Kind = FaultKind.Unauthorized, Code = ErrorCodes.SecretUnreadable, Message = "x", NotSent = true };
        var sound = Sending.Connection(server.BaseUri);
        var connection = new Weir.Engine.Connections.ConnectionSnapshot
        {
            Name = "x",
            Application = sound.Application,
            Settings = sound.Settings,
            Secrets = sound.Secrets,
            Unusable = fault,
        };

        using var answer = await _sending.SendAsync(connection);

        Assert.Same(fault, answer.Fault);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("{0}/x?page=2", "/x?page=2")]
    [InlineData("/y?page=2", "/y?page=2")]
    [InlineData("?page=2", "/x?page=2")]
    public async Task The_next_page_is_asked_for_where_the_application_says(string next, string target)
    {
        await using var server = WireServer.Answering(WireServer.Ok("[]"));
        var call = new HttpCall { Method = HttpMethod.Get, Path = "/x", Query = "limit=1", Next = string.Format(next, server.BaseUri) };

        using var answer = await _sending.SendAsync(server.BaseUri, call);

        Assert.StartsWith($"GET {target} ", Assert.Single(server.Requests));
    }

    [Theory]
    [InlineData("http://other.test/x?page=2")]
    [InlineData("//other.test/x?page=2")]
    [InlineData("http://u:p@127.0.0.1/")]
    [InlineData("http://127.0.0.1:1/x")]
    [InlineData("http://")]
    public async Task A_next_page_on_another_host_is_refused(string next)
    {
        await using var server = WireServer.Answering(WireServer.Ok("[]"));
        var call = new HttpCall { Method = HttpMethod.Get, Path = "/x", Next = next };

        using var answer = await _sending.SendAsync(server.BaseUri, call);

        Assert.Equal((ErrorCodes.AddressRefused, true), (answer.Fault!.Code, answer.Fault.NotSent));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_key_that_the_application_repeats_in_its_next_link_is_not_stored()
    {
        await using var server = WireServer.Answering(request =>
            WireServer.Ok("[1]", $"Link: <{request.Split(' ')[1]}&page=2>; rel=\"next\"\r\n"));
        var connection = Signed(server.BaseUri, new AuthDefinition { Type = "apiKey", In = "query", Name = "k", Key = "{{key}}" });
        var source = _sending.Adaptor.OpenSource(new SourceSpec(connection.Application, null, new Export
        {
            Id = new ExportId("exp_1"),
            Name = "E",
            Connection = new ConnectionId("conn_1"),
            Request = Json("""{"path":"/x","query":{"a":"1"}}"""),
            Paging = Json("""{"type":"link-header"}"""),
        }));

        using var answer = await _sending.SendAsync(connection, (HttpCall)source.Prepare("", Variables.None));
        var next = source.Read("", answer).Next;
        using var second = await _sending.SendAsync(connection, (HttpCall)source.Prepare(next!, Variables.None));

        Assert.Equal("/x?a=1&page=2", next);
        Assert.StartsWith("GET /x?a=1&page=2&k=s3cret%C3%A9 ", server.Requests.Last());
    }

    [Fact]
    public async Task A_whole_list_is_read()
    {
        await using var server = WireServer.Answering(request => WireServer.Ok(
            request.Contains("cursor=two", StringComparison.Ordinal)
                ? """{"data":[{"id":3}],"meta":{"next":null}}"""
                : """{"data":[{"id":1},{"id":2}],"meta":{"next":"two"}}"""));
        var connection = Sending.Connection(server.BaseUri);
        var source = _sending.Adaptor.OpenSource(new SourceSpec(connection.Application, null, new Export
        {
            Id = new ExportId("exp_1"),
            Name = "E",
            Connection = new ConnectionId("conn_1"),
            Request = Json("""{"path":"/x"}"""),
            Records = "$.data",
            Paging = Json("""{"type":"cursor","next":"$.meta.next","parameter":"cursor"}"""),
        }));
        var ids = new List<int>();

        for (var state = source.First; state is not null;)
        {
            using var call = source.Prepare(state, Variables.None);
            using var answer = await _sending.Adaptor.SendAsync(connection, call, TestContext.Current.CancellationToken);
            var reading = source.Read(state, answer);
            using var page = reading.Page!;
            ids.AddRange(page.Records.Select(r => r.GetProperty("id").GetInt32()));
            state = reading.Next;
        }

        Assert.Equal([1, 2, 3], ids);
    }

    [Fact]
    public async Task Many_callers_share_one_adaptor()
    {
        await using var server = WireServer.Answering(request => WireServer.Ok(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));
        var connection = Sending.Connection(server.BaseUri);

        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, async (i, cancel) =>
        {
            using var call = Sending.Post($"{{\"i\":{i}}}");
            using var answer = await _sending.Adaptor.SendAsync(connection, call, cancel);
            Assert.Equal($"{{\"i\":{i}}}", Encoding.UTF8.GetString(answer.Body!.Span));
        });

        Assert.Equal(200, server.Requests.Count);
    }

    private static Weir.Engine.Connections.ConnectionSnapshot Signed(string baseUri, AuthDefinition auth) =>
        Sending.Connection(baseUri, Sending.Plain with { Auth = auth }, ("key", "s3creté"));

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
