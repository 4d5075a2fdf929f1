using System.Net.Http.Headers;
using System.Text;

namespace Weir.IntegrationTests.Api;

/// <summary>What is the same for every endpoint.</summary>
public sealed class ProtocolTests : ApiTest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "connections")]
    [InlineData("POST", "connections")]
    [InlineData("GET", "nothing-of-that-name")]
    [InlineData("GET", "/V1/connections")]
    public async Task Whoever_has_no_token_is_refused(string method, string path)
    {
        foreach (var header in (string?[])[null, "Bearer wrong", "Bearer", "Basic eDp5", $"Bearer {ApiHost.Token}x", ApiHost.Token])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.TryAddWithoutValidation("Authorization", header ?? "none");
            var refused = await Reply.OfAsync(await Api.Http.SendAsync(request, Stop));
            refused.MustRefuse(401, "unauthorized");
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        }
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs/index.html")]
    public async Task A_few_addresses_need_no_token(string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Api.Http.BaseAddress };

        Assert.Equal(200, (int)(await http.GetAsync(new Uri(path, UriKind.Relative), Stop)).StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Who_watches_the_process_may_ask_without_a_body(string path)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Api.Http.BaseAddress };
        using var head = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await http.SendAsync(head, Stop);
        Assert.Equal((200, ""), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        (await Api.GetAsync("nothing")).MustRefuse(404, "not_found");
        (await Api.GetAsync("connections/conn_nothing")).MustRefuse(404, "not_found");
        (await Api.GetAsync("connections/conn_nothing/traffic")).MustRefuse(404, "not_found");
        (await Api.GetAsync("connections/conn_nothing/traffic/events")).MustRefuse(404, "not_found");
        (await Api.PatchAsync("connections/conn_nothing", "{}")).MustRefuse(404, "not_found");
        (await Api.DeleteAsync("connections/%20")).MustRefuse(404, "not_found");
        (await Api.GetAsync("applications/nothing")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task Another_method_is_not_allowed() =>
        Assert.Contains("GET", (await Api.PutAsync("connections")).MustRefuse(405, "method_not_allowed").Json.GetProperty("detail").GetString());

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task A_body_that_does_not_say_it_is_JSON_is_refused(string? mediaType)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", mediaType ?? "");
        if (mediaType is null)
        {
            content.Headers.Remove("Content-Type");
        }

        (await Reply.OfAsync(await Api.Http.PostAsync(new Uri("connections", UriKind.Relative), content, Stop)))
            .MustRefuse(415, "unsupported_media_type");
    }

    [Theory]
    [InlineData("", "line 1, position 1")]
    [InlineData("{\"name\":", "line 1")]
    [InlineData("{\n\"name\": nope}", "line 2")]
    public async Task A_malformed_body_is_refused_with_its_place(string body, string place) =>
        Assert.Contains(place, (await Api.PostAsync("connections", body)).MustRefuse(400, "malformed").Json.GetProperty("detail").GetString());

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"name\"")]
    public async Task A_body_that_is_no_object_is_refused(string body) =>
        (await Api.PostAsync("connections", body)).MustRefuse(422, "validation");

    [Fact]
    public async Task A_body_beyond_the_bound_is_too_large()
    {
        (await Api.PostAsync("connections", "{}".PadRight((1024 * 1024) + 1))).MustRefuse(413, "too_large");

        using var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes("{}".PadRight(3 * 1024 * 1024))));
        chunked.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "connections") { Content = chunked };
        request.Headers.TransferEncodingChunked = true;
        (await Reply.OfAsync(await Api.Http.SendAsync(request, Stop))).MustRefuse(413, "too_large");
    }

    [Theory]
    [InlineData("connections?limit=0", "limit")]
    [InlineData("connections?limit=201", "limit")]
    [InlineData("connections?limit=1e1", "limit")]
    [InlineData("connections?limit=1&limit=2", "limit")]
    [InlineData("connections?sort=password", "sort")]
    [InlineData("connections?sort=--name", "sort")]
    [InlineData("connections?cursor=nonsense", "cursor")]
    [InlineData("integrations?cursor=AAAA", "cursor")]
    public async Task A_list_names_the_parameter_that_is_wrong(string path, string field) =>
        (await Api.GetAsync(path)).MustBe(422).MustRefuse(422, (await Api.GetAsync(path)).Json.GetProperty("code").GetString()!, field);

    [Theory]
    [InlineData("connections?test=no", "test")]
    [InlineData("connections?test", "test")]
    [InlineData("configuration?dryRun", "dryRun")]
    [InlineData("configuration?dryRun=", "dryRun")]
    public async Task A_flag_is_true_or_false(string path, string flag)
    {
        (await Api.PostAsync(path, Api.Body("A"))).MustRefuse(422, "validation", flag);
        Assert.Equal(0, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task A_version_that_nothing_would_heed_is_refused()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var integration = await kit.AddressAsync("integrations");
        var registration = $"{integration}/connections/{FlowKit.IdOf(kit.Gorgias)}";
        (string Method, string Path)[] writes =
        [
            ("POST", $"{kit.Gorgias}/test"), ("POST", $"{kit.Gorgias}/clone"), ("POST", $"{kit.Flow}/runs"),
            ("PUT", $"{kit.Flow}/marks"),
            ("PUT", registration), ("DELETE", registration),
        ];

        foreach (var (method, path) in writes)
        {
            (await Api.SendAsync(new HttpMethod(method), path, "{}", ("If-Match", "\"999\""))).MustRefuse(412, "precondition_failed");
        }

        (await Api.SendAsync(HttpMethod.Put, registration, null, ("If-Match", "\"1\""))).MustBe(200);
    }

    [Theory]
    [InlineData("exports")]
    [InlineData("imports")]
    public async Task What_comes_back_as_it_was_read_is_no_new_version(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind);

        await Api.PatchAsync(address, (await Api.GetAsync(address)).Text);

        Assert.Equal("\"1\"", (await Api.GetAsync(address)).ETag);
    }

    [Fact]
    public async Task Every_answer_forbids_sniffing_framing_and_caching()
    {
        foreach (var reply in (Reply[])[await Api.GetAsync("connections"), await Api.GetAsync("nothing")])
        {
            Assert.Equal("nosniff", Assert.Single(reply.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("DENY", Assert.Single(reply.Headers.GetValues("X-Frame-Options")));
            Assert.Equal("no-store", reply.Headers.CacheControl!.ToString());
            Assert.Contains("frame-ancestors 'none'", Assert.Single(reply.Headers.GetValues("Content-Security-Policy")));
            Assert.False(reply.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task A_host_header_of_somebody_else_reaches_no_answer()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "connections?test=false");
        request.Headers.Host = "evil.example";
        request.Content = new StringContent(Api.Body("A"), Encoding.UTF8, "application/json");

        var created = await Reply.OfAsync(await Api.Http.SendAsync(request, Stop));

        Assert.StartsWith("/v1/connections/", created.MustBe(201).Headers.Location!.ToString());
        Assert.DoesNotContain("evil", (await Reply.OfAsync(await Api.Http.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative), Stop))).Text);
    }

    [Fact]
    public async Task Applications_are_listed_and_shown_with_form_and_operations()
    {
        var list = (await Api.GetAsync("applications")).MustBe(200).Json.GetProperty("data");
        Assert.Equal(["files", "gorgias", "http"], list.EnumerateArray().Select(a => a.GetProperty("key").GetString()));

        var gorgias = (await Api.GetAsync("applications/gorgias")).MustBe(200).Json;
        Assert.Equal(
            ["subdomain", "username", "password", "borrowConcurrencyFrom", "concurrencyLevel"],
            gorgias.GetProperty("form").EnumerateArray().Select(f => f.GetProperty("field").GetString()));
        Assert.Contains(
            "tickets.list", gorgias.GetProperty("operations").EnumerateArray().Select(o => o.GetProperty("key").GetString()));
    }
}
