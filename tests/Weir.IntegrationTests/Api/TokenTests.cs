namespace Weir.IntegrationTests.Api;

public sealed class TokenTests : AccountTest
{
    [Fact]
    public async Task A_token_is_shown_once_works_and_is_gone_with_the_next_request_after_its_end()
    {
        var made = (await Owner().PostAsync("tokens", """{"name":"Script","role":"manager"}""")).MustBe(201);
        var value = made.Json.GetProperty("token").GetString()!;
        var id = made.Json.GetProperty("id").GetString()!;
        var script = WithToken(value);

        Assert.Matches("^weir_[A-Za-z0-9_-]{43}$", value);
        Assert.Equal(
            $$"""{"id":"{{id}}","name":"Script","kind":"token","role":"manager"}""", (await script.GetAsync("me")).MustBe(200).Text);
        var read = (await Owner().GetAsync($"tokens/{id}")).MustBe(200);
        Assert.DoesNotContain(value, read.Text + (await Owner().GetAsync("tokens")).MustBe(200).Text);
        Assert.NotEqual("null", read.Json.GetProperty("lastUsedAt").GetRawText());
        Assert.Equal("local-token", read.Json.GetProperty("createdBy").GetString());
        UserTests.MustNotLieIn(Api.DataFolder, value);

        (await Owner().DeleteAsync($"tokens/{id}")).MustBe(204);
        (await script.GetAsync("me")).MustRefuse(401, "unauthorized");
        (await Owner().DeleteAsync($"tokens/{id}")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task The_same_key_gives_the_same_token_which_is_kept_sealed()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Owner().PostAsync("tokens", """{"name":"Script"}""", ("Idempotency-Key", "once"))));

        Assert.Single(replies.Select(r => r.MustBe(201).Text).Distinct());
        var value = replies[0].Json.GetProperty("token").GetString()!;
        (await WithToken(value).GetAsync("me")).MustBe(200);
        UserTests.MustNotLieIn(Api.DataFolder, value);
        UserTests.MustNotLieIn(Api.DataFolder, value[5..]);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var soon = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 300).UtcDateTime;
        var made = (await Owner().PostAsync("tokens", $$"""{"name":"Short","expiresAt":"{{soon:yyyy-MM-ddTHH:mm:ss.fffZ}}"}""")).MustBe(201);
        var shortly = WithToken(made.Json.GetProperty("token").GetString());

        await Harness.Wait.UntilAsync(
            async () => (await shortly.GetAsync("me")).Status == 401, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(TimeProvider.System.GetUtcNow().UtcDateTime >= soon);
    }

    [Fact]
    public async Task A_name_is_one_tokens_without_regard_to_case()
    {
        (await Owner().PostAsync("tokens", """{"name":"Script"}""")).MustBe(201);

        (await Owner().PostAsync("tokens", """{"name":" SCRIPT "}""")).MustRefuse(409, "conflict", "name");
    }

    [Fact]
    public async Task The_operators_token_is_an_administrators_and_the_local_one_an_owners()
    {
        var operators = (await Api.GetAsync("me")).MustBe(200).Json;
        var local = (await Owner().GetAsync("me")).MustBe(200).Json;

        Assert.Equal(("api-token", "administrator"), (operators.GetProperty("id").GetString(), operators.GetProperty("role").GetString()));
        Assert.Equal(("local-token", "owner"), (local.GetProperty("id").GetString(), local.GetProperty("role").GetString()));
        (await Owner().PatchAsync("me", """{"name":"X"}""")).MustRefuse(403, "forbidden");
    }
}
