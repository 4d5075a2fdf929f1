namespace Weir.IntegrationTests.Api;

public sealed class IdempotencyTests : ApiTest
{
    private static readonly (string, string) Key = ("Idempotency-Key", "key-1");

    [Fact]
    public async Task The_same_key_and_body_give_the_same_answer()
    {
        var first = (await Api.PostAsync("connections?test=false", Api.Body("A"), Key)).MustBe(201);

        var again = (await Api.PostAsync("connections?test=false", Api.Body("A"), Key)).MustBe(201);

        Assert.Equal((first.Text, first.ETag, first.Headers.Location), (again.Text, again.ETag, again.Headers.Location));
    }

    [Fact]
    public async Task Also_at_the_same_time()
    {
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Api.PostAsync("connections?test=false", Api.Body("A"), Key)));

        Assert.Single(replies.Select(r => r.MustBe(201).Text).Distinct());
        Assert.Equal(1, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task The_same_key_with_another_body_or_address_is_a_mismatch()
    {
        await Api.PostAsync("integrations", """{"name":"A"}""", Key);

        (await Api.PostAsync("integrations", """{"name":"B"}""", Key)).MustRefuse(422, "idempotency_mismatch");
        (await Api.PostAsync("connections/test", """{"name":"A"}""", Key)).MustRefuse(422, "idempotency_mismatch");
    }

    [Fact]
    public async Task A_refusal_is_given_again_too()
    {
        var first = (await Api.PostAsync("integrations", """{"name":""}""", Key)).MustRefuse(422, "validation", "name");

        Assert.Equal(first.Text, (await Api.PostAsync("integrations", """{"name":""}""", Key)).Text);
    }

    [Fact]
    public async Task The_answer_outlives_a_restart()
    {
        var first = (await Api.PostAsync("connections?test=false", Api.Body("A"), Key)).MustBe(201);
        var refused = (await Api.PostAsync("integrations", """{"name":""}""", ("Idempotency-Key", "key-2"))).MustBe(422);

        await Api.RestartAsync();

        Assert.Equal(first.Text, (await Api.PostAsync("connections?test=false", Api.Body("A"), Key)).MustBe(201).Text);
        Assert.Equal(refused.Text, (await Api.PostAsync("integrations", """{"name":""}""", ("Idempotency-Key", "key-2"))).MustBe(422).Text);
        (await Api.PostAsync("connections?test=false", Api.Body("B"), Key)).MustRefuse(422, "idempotency_mismatch");
        Assert.Equal(1, (await Api.GetAsync("connections")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Eight_different_bodies_with_one_key_at_the_same_time_make_one_thing()
    {
        var replies = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Api.PostAsync("integrations", $$"""{"name":"I{{i}}"}""", Key)));

        Assert.Single(replies, r => r.Status == 201);
        Assert.All(replies.Where(r => r.Status != 201), r => r.MustRefuse(422, "idempotency_mismatch"));
        Assert.Equal(1, (await Api.GetAsync("integrations")).Json.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Also_a_clone_and_a_revert_are_done_once()
    {
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync(id, """{"name":"B"}""")).MustBe(200);

        var clones = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Api.PostAsync($"{id}/clone", """{"name":"C"}""", Key)));
        var revert = (await Api.PostAsync($"{id}/versions/1/revert", null, ("Idempotency-Key", "r"))).MustBe(200);
        (await Api.PatchAsync(id, """{"name":"B"}""")).MustBe(200);

        Assert.Single(clones.Select(r => r.MustBe(201).Text).Distinct());
        Assert.Equal(revert.Text, (await Api.PostAsync($"{id}/versions/1/revert", null, ("Idempotency-Key", "r"))).MustBe(200).Text);
        Assert.Equal("B", (await Api.GetAsync(id)).Json.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("")]
    public async Task A_key_is_visible_ASCII(string key) =>
        (await Api.PostAsync("integrations", """{"name":"A"}""", ("Idempotency-Key", key)))
            .MustRefuse(422, "validation", "Idempotency-Key");

    [Fact]
    public async Task Without_a_key_each_request_counts()
    {
        (await Api.PostAsync("integrations", """{"name":"A"}""")).MustBe(201);

        (await Api.PostAsync("integrations", """{"name":"A"}""")).MustRefuse(409, "conflict", "name");
    }
}
