using System.Text.Json;
using Weir.IntegrationTests.Harness;

namespace Weir.IntegrationTests.Api;

/// <summary>A needed secret that is cleared: the connection stays, and nothing is sent until it is given again.</summary>
public sealed class ConnectionClearingTests : ApiTest
{
    private const string Cleared = """{"settings":{"password":null}}""";

    [Fact]
    public async Task A_needed_secret_can_be_cleared_without_a_test()
    {
        var id = await Api.ConnectionAsync();

        var read = (await Api.PatchAsync($"{id}?test=false", Cleared)).MustBe(200).Json;

        Assert.Equal(("untested", "[]"), (read.GetProperty("status").GetString(), read.GetProperty("secrets").GetRawText()));
    }

    [Fact]
    public async Task Clearing_is_tested_like_any_change_of_a_secret_and_what_the_test_refuses_stays()
    {
        var id = await Api.ConnectionAsync();

        var refused = await Api.PatchAsync(id, Cleared);

        refused.MustRefuse(422, "connection.test_failed");
        Assert.Equal("unauthorized", refused.Json.GetProperty("test").GetProperty("code").GetString());
        Assert.Contains("'password'", refused.Json.GetProperty("test").GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal("[\"password\"]", (await Api.GetAsync(id)).Json.GetProperty("secrets").GetRawText());
    }

    [Fact]
    public async Task Without_its_secret_a_test_names_it_and_nothing_is_sent()
    {
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync($"{id}?test=false", Cleared)).MustBe(200);

        var test = (await Api.PostAsync($"{id}/test")).MustBe(200).Json;

        Assert.Equal((false, "unauthorized"), (test.GetProperty("ok").GetBoolean(), test.GetProperty("code").GetString()));
        Assert.Contains("'password'", test.GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task A_run_pauses_and_names_the_secret_and_goes_on_when_it_is_given_again()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        (await Api.PatchAsync($"{kit.Gorgias}?test=false", Cleared)).MustBe(200);
        var run = (await Api.PostAsync($"{kit.Flow}/runs")).MustBe(202).Json;
        JsonElement paused = default;
        await Wait.UntilAsync(
            async () =>
            {
                paused = (await Api.GetAsync($"runs/{run.GetProperty("id").GetString()}")).MustBe(200).Json;
                return paused.GetProperty("status").GetString() == "paused";
            },
            TimeSpan.FromSeconds(20),
            TestContext.Current.CancellationToken);
        Assert.Contains("'password'", paused.GetProperty("pause").GetProperty("message").GetString()!, StringComparison.Ordinal);
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);

        (await Api.PatchAsync(kit.Gorgias, $$$"""{"settings":{"password":"{{{Api.Gorgias.Password}}}"}}""")).MustBe(200);

        Assert.Equal("completed", (await kit.EndAsync(run)).GetProperty("status").GetString());
        Assert.Equal(10, kit.Sink.Delivered);
    }

    [Fact]
    public async Task What_lacks_its_secret_can_be_changed_otherwise_and_cleared_again()
    {
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync($"{id}?test=false", Cleared)).MustBe(200);

        (await Api.PatchAsync(id, """{"name":"Renamed"}""")).MustBe(200);
        (await Api.PatchAsync($"{id}?test=false", Cleared)).MustBe(200);
    }

    [Fact]
    public async Task A_change_that_makes_a_secret_needed_asks_for_it()
    {
        var created = (await Api.PostAsync(
            "connections?test=false",
            $$$"""{"name":"Things","application":"http","settings":{"baseUri":"{{{Api.Gorgias.BaseUri}}}"} }""")).MustBe(201);

        (await Api.PatchAsync($"{created.Headers.Location}?test=false", """{"settings":{"auth":"bearer"}}"""))
            .MustRefuse(422, "required", "settings.token");
    }

    [Fact]
    public async Task A_new_connection_needs_its_secret() =>
        (await Api.PostAsync(
            "connections?test=false",
            """{"name":"New","application":"gorgias","settings":{"subdomain":"fuchsia","username":"ops@fuchsia.example","password":null}}"""))
            .MustRefuse(422, "required", "settings.password");
}
