namespace Weir.IntegrationTests.Api;

public sealed class SessionTests : AccountTest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_state_is_told_to_everybody()
    {
        var nobody = (await Nobody().GetAsync("session")).MustBe(200);
        Assert.Equal("""{"user":null,"setupNeeded":true}""", nobody.Text);
        Assert.Equal("""{"user":null,"setupNeeded":true}""", (await WithToken("weir_wrong").GetAsync("session")).MustBe(200).Text);

        await UserAsync("owner");
        var browser = await SignedInAsync();

        var state = (await browser.GetAsync("session")).MustBe(200).Json;
        Assert.False(state.GetProperty("setupNeeded").GetBoolean());
        Assert.Equal("mia@weir.example", state.GetProperty("user").GetProperty("email").GetString());
        Assert.Equal("owner", state.GetProperty("user").GetProperty("role").GetString());
    }

    [Fact]
    public async Task The_cookie_is_for_this_server_and_no_script()
    {
        await UserAsync();
        var browser = await SignedInAsync();

        var parts = browser.SetCookie!.Split("; ");
        Assert.StartsWith($"weir_session_{Address.Port}=", parts[0]);
        Assert.Equal(["httponly", "max-age=2592000", "path=/", "samesite=strict"], parts[1..].Order());
        Assert.Equal("mia@weir.example", (await browser.GetAsync("me")).MustBe(200).Json.GetProperty("email").GetString());
    }

    [Fact]
    public async Task Behind_a_proxy_that_speaks_TLS_it_is_secure_and_carries_that_port()
    {
        await using var host = await ApiHost.StartAsync(change: o => o with { PublicUrl = new Uri("https://weir.example:8443") });
        var address = new Uri(host.Http.BaseAddress!, "/");
        using var owner = Caller.Token(address, host.LocalToken);
        (await owner.PostAsync("users", $$"""{"email":"mia@weir.example","password":"{{Password}}"}""")).MustBe(201);
        using var browser = Caller.Browser(address);
        (await browser.SignInAsync("mia@weir.example", Password)).MustRefuse(403, "forbidden");
        browser.Origin = "https://weir.example:8443";
        (await browser.SignInAsync("mia@weir.example", Password)).MustBe(204);

        Assert.StartsWith("weir_session_8443=", browser.SetCookie);
        Assert.Contains("; secure;", browser.SetCookie);
        (await browser.PatchAsync("me", """{"name":"M"}""")).MustBe(200);
        browser.Origin = address.GetLeftPart(UriPartial.Authority);
        (await browser.PatchAsync("me", """{"name":"N"}""")).MustRefuse(403, "forbidden");
    }

    [Fact]
    public async Task Signing_in_again_ends_the_browsers_former_session()
    {
        await UserAsync();
        var browser = await SignedInAsync();
        var former = browser.Cookie;

        (await browser.SignInAsync("mia@weir.example", Password)).MustBe(204);

        Assert.Equal(1, (await browser.GetAsync("sessions")).MustBe(200).Json.GetProperty("data").GetArrayLength());
        browser.Cookie = former;
        (await browser.GetAsync("me")).MustRefuse(401, "unauthorized");
    }

    [Fact]
    public async Task A_stream_ends_with_the_sign_in_that_opened_it()
    {
        var connection = await Api.ConnectionAsync();
        var token = (await Owner().PostAsync("tokens", """{"name":"T"}""")).MustBe(201).Json;
        await using var stream = await WithToken(token.GetProperty("token").GetString())
            .StreamAsync($"{connection}/traffic/events");
        using var lines = new StreamReader(stream);
        Assert.Equal("event: traffic", await lines.ReadLineAsync(Stop));

        (await Owner().DeleteAsync($"tokens/{token.GetProperty("id").GetString()}")).MustBe(204);

        await lines.ReadToEndAsync(Stop);
    }

    [Fact]
    public async Task A_write_with_the_cookie_comes_from_a_page_of_this_server()
    {
        await UserAsync("administrator");
        var browser = await SignedInAsync();
        var port = Address.Port;

        foreach (var origin in (string?[])[
            null, "null", "", $"http://127.0.0.1:{port + 1}", "http://127.0.0.1", $"https://127.0.0.1:{port}",
            $"http://localhost:{port}", $"http://127.0.0.1.evil.example:{port}", $"http://127.0.0.1:{port}@evil.example",
            $"http://evil.example/http://127.0.0.1:{port}", $"http://127.0.0.1:{port}/path", $"http://127.0.0.1:{port}, http://evil.example"])
        {
            browser.Origin = origin;
            (await browser.PostAsync("integrations", """{"name":"Group"}""")).MustRefuse(403, "forbidden");
            (await browser.DeleteAsync("sessions")).MustRefuse(403, "forbidden");
            (await browser.DeleteAsync("session")).MustRefuse(403, "forbidden");
            (await browser.GetAsync("integrations")).MustBe(200);
        }

        browser.Origin = $"http://127.0.0.1:{port}";
        (await browser.PostAsync("integrations", """{"name":"Group"}""")).MustBe(201);
    }

    [Fact]
    public async Task The_case_of_a_host_does_not_matter()
    {
        await UserAsync("administrator");
        var browser = await SignedInAsync();
        browser.Origin = $"http://WEIR.local:{Address.Port}";

        (await browser.PostAsync("integrations", """{"name":"Group"}""", ("Host", $"weir.LOCAL:{Address.Port}"))).MustBe(201);
    }

    [Fact]
    public async Task Another_sites_page_signs_nobody_in()
    {
        await UserAsync();
        var browser = Browser();
        browser.Origin = "http://evil.example";

        (await browser.SignInAsync("mia@weir.example", Password)).MustRefuse(403, "forbidden");
        Assert.Null(browser.Cookie);
        browser.Origin = null;
        (await browser.SignInAsync("mia@weir.example", Password)).MustBe(204);
    }

    [Fact]
    public async Task A_token_goes_before_the_cookie()
    {
        await UserAsync("owner");
        var browser = await SignedInAsync();

        var me = (await browser.SendAsync("GET", "me", null, ("Authorization", $"Bearer {ApiHost.Token}"))).MustBe(200).Json;
        Assert.Equal("api-token", me.GetProperty("id").GetString());
        (await browser.SendAsync("GET", "me", null, ("Authorization", "Bearer wrong"))).MustRefuse(401, "unauthorized");
        (await browser.SendAsync("GET", "me", null, ("Authorization", "Basic eDp5"))).MustBe(200);
        browser.Origin = null;
        (await browser.PostAsync("integrations", """{"name":"Group"}""", ("Authorization", $"Bearer {ApiHost.Token}"))).MustBe(201);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_whoever_has_its_value()
    {
        await UserAsync();
        var browser = await SignedInAsync();
        var value = browser.Cookie;

        (await browser.DeleteAsync("session")).MustBe(204);
        Assert.Contains("expires=Thu, 01 Jan 1970", browser.SetCookie);
        browser.Cookie = value;
        (await browser.GetAsync("me")).MustRefuse(401, "unauthorized");
        (await browser.DeleteAsync("session")).MustBe(204);
    }

    [Fact]
    public async Task A_sign_in_makes_a_new_value_whatever_was_sent()
    {
        await UserAsync();
        var browser = Browser();
        browser.Cookie = $"weir_session_{Address.Port}=chosen-by-somebody-else";
        (await browser.SignInAsync("mia@weir.example", Password)).MustBe(204);
        var first = browser.Cookie;
        (await browser.SignInAsync("mia@weir.example", Password)).MustBe(204);

        Assert.DoesNotContain("chosen", first);
        Assert.NotEqual(first, browser.Cookie);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_told_alike()
    {
        await UserAsync();

        var wrong = (await Browser().SignInAsync("mia@weir.example", "wrong")).MustRefuse(401, "unauthorized");
        var unknown = (await Browser().SignInAsync("nobody@weir.example", "wrong")).MustRefuse(401, "unauthorized");

        Assert.Equal(wrong.Text, unknown.Text);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Guessing_is_told_to_wait_also_many_at_once_and_the_right_password_waits_too()
    {
        await UserAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Browser().SignInAsync("mia@weir.example", $"wrong {i}")));

        Assert.Equal(5, replies.Count(r => r.Status == 401));
        Assert.Equal(15, replies.Count(r => r.Status == 429));
        Assert.All(
            replies.Where(r => r.Status == 429),
            r => Assert.True(r.MustRefuse(429, "rate_limited").Headers.RetryAfter!.Delta > TimeSpan.Zero));
    }

    [Fact]
    public async Task Own_sessions_are_listed_and_ended()
    {
        await UserAsync();
        await UserAsync(email: "other@weir.example");
        var first = await SignedInAsync();
        var second = await SignedInAsync();
        var third = await SignedInAsync();
        var other = await SignedInAsync("other@weir.example");

        var listed = (await third.GetAsync("sessions")).MustBe(200).Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal([true, false, false], listed.Select(s => s.GetProperty("current").GetBoolean()));
        Assert.Equal("127.0.0.1", listed[0].GetProperty("address").GetString());
        var page = (await third.GetAsync("sessions?limit=2")).MustBe(200).Json;
        Assert.Equal(
            listed[2].GetProperty("id").GetString(),
            (await third.GetAsync($"sessions?cursor={page.GetProperty("next").GetString()}")).Json.GetProperty("data")[0].GetProperty("id").GetString());

        (await other.DeleteAsync($"sessions/{listed[2].GetProperty("id").GetString()}")).MustRefuse(404, "not_found");
        (await third.DeleteAsync($"sessions/{listed[2].GetProperty("id").GetString()}")).MustBe(204);
        (await first.GetAsync("me")).MustRefuse(401, "unauthorized");
        (await second.GetAsync("me")).MustBe(200);
        (await third.DeleteAsync("sessions")).MustBe(204);
        (await second.GetAsync("me")).MustRefuse(401, "unauthorized");
        (await third.GetAsync("me")).MustBe(200);
        (await other.GetAsync("me")).MustBe(200);
        Assert.Empty((await Owner().GetAsync("sessions")).MustBe(200).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task A_new_password_of_ones_own_keeps_only_this_browser_signed_in()
    {
        await UserAsync();
        var mine = await SignedInAsync();
        var other = await SignedInAsync();
        var value = mine.Cookie;

        (await mine.PatchAsync("me", $$"""{"currentPassword":"{{Password}}","password":"another fine pass phrase"}""")).MustBe(200);

        Assert.NotEqual(value, mine.Cookie);
        (await mine.GetAsync("me")).MustBe(200);
        (await other.GetAsync("me")).MustRefuse(401, "unauthorized");
        mine.Cookie = value;
        (await mine.GetAsync("me")).MustRefuse(401, "unauthorized");
        (await Browser().SignInAsync("mia@weir.example", "another fine pass phrase")).MustBe(204);
    }
}
