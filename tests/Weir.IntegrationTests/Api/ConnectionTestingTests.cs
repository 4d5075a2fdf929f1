using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

public sealed class ConnectionTestingTests : ApiTest
{
    [Fact]
    public async Task A_body_is_tested_and_nothing_is_stored()
    {
        var tested = (await Api.PostAsync("connections/test", Api.Body("A"))).MustBe(200);

        Assert.Equal(["ok", "code", "message", "latencyMs"], tested.Json.EnumerateObject().Select(f => f.Name));
        Assert.True(tested.Json.GetProperty("ok").GetBoolean());
        Assert.Equal("""{"data":[],"next":null}""", (await Api.GetAsync("connections")).Text);
    }

    [Fact]
    public async Task A_body_needs_no_name_to_be_tested() =>
        Assert.True((await TestAsync($$$"""
            {"application":"gorgias","settings":{"subdomain":"fuchsia","username":"{{{Api.Gorgias.Username}}}","password":"{{{Api.Gorgias.Password}}}"}}
            """)).GetProperty("ok").GetBoolean());

    [Theory]
    [InlineData(401, "unauthorized")]
    [InlineData(403, "forbidden")]
    [InlineData(404, "not_found")]
    [InlineData(429, "rate_limited")]
    [InlineData(500, "unexpected")]
    [InlineData(503, "unexpected")]
    public async Task Failures_are_told_apart_and_nothing_is_repeated(int status, string code)
    {
        Api.Gorgias.Faults.Add(new FaultRule { Status = status });

        var tested = await TestAsync(Api.Body("A"));

        Assert.Equal((false, code), (tested.GetProperty("ok").GetBoolean(), tested.GetProperty("code").GetString()));
        Assert.Equal(1, Api.Gorgias.Log.Read().Requests);
    }

    [Fact]
    public async Task A_status_that_has_no_code_of_its_own_is_in_the_message()
    {
        Api.Gorgias.Faults.Add(new FaultRule { Status = 400, Body = """{"error":{"msg":"No such plan."}}""" });

        Assert.Equal("The application answered 400: No such plan.", (await TestAsync(Api.Body("A"))).GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_reset_is_unreachable()
    {
        Api.Gorgias.Faults.Add(new FaultRule { Reset = true });

        Assert.Equal("unreachable", (await TestAsync(Api.Body("A"))).GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_unexpected()
    {
        Api.Gorgias.Faults.Add(new FaultRule { Malformed = true });

        Assert.Equal("unexpected", (await TestAsync(Api.Body("A"))).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Secrets_left_out_are_those_stored_for_the_id_in_the_body()
    {
        var id = await Api.ConnectionAsync();

        Assert.True((await TestAsync(WithoutPassword(id, "fuchsia"))).GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_stored_secret_is_not_tested_at_another_address()
    {
        var id = await Api.ConnectionAsync();

        (await Api.PostAsync("connections/test", WithoutPassword(id, "attacker")))
            .MustRefuse(422, "secret_required_again", "settings.password");
        Assert.Equal(0, Api.Gorgias.Log.Read().Requests);
    }

    [Theory]
    [InlineData("\"conn_unknown\"")]
    [InlineData("\"exp_1\"")]
    [InlineData("7")]
    public async Task An_id_in_the_body_must_exist(string id) =>
        (await Api.PostAsync("connections/test", Api.Body("A", $",\"id\":{id}"))).MustRefuse(422, "validation", "id");

    [Fact]
    public async Task A_test_of_the_stored_one_updates_its_status()
    {
        var id = await Api.ConnectionAsync();
        var fault = Api.Gorgias.Faults.Add(new FaultRule { Status = 401 });

        await Api.PostAsync($"{id}/test");
        Assert.Equal("offline", await StatusAsync(id));

        Api.Gorgias.Faults.Remove(fault);
        await Api.PostAsync($"{id}/test");
        Assert.Equal("online", await StatusAsync(id));
        Assert.Equal("\"1\"", (await Api.GetAsync(id)).ETag);
    }

    [Fact]
    public async Task A_paused_pool_is_told_and_nothing_is_sent()
    {
        var id = await Api.ConnectionAsync();
        Api.Gorgias.Faults.Add(new FaultRule { Status = 429, RetryAfter = 3600, Times = 1 });
        await Api.PostAsync($"{id}/test");

        var again = (await Api.PostAsync($"{id}/test")).Json;

        Assert.Equal("rate_limited", again.GetProperty("code").GetString());
        Assert.Equal(1, Api.Gorgias.Log.Read().Requests);
        Assert.Equal("untested", await StatusAsync(id));
        var traffic = (await Api.GetAsync($"{id}/traffic")).Json;
        Assert.NotNull(traffic.GetProperty("pausedUntil").GetString());
        Assert.Equal("gorgias:fuchsia", traffic.GetProperty("budget").GetProperty("key").GetString());
    }

    private static string WithoutPassword(string id, string subdomain) =>
        $$$"""
        {"id":"{{{id.Split('/')[1]}}}","name":"A","application":"gorgias","settings":{"subdomain":"{{{subdomain}}}","username":"ops@fuchsia.example"}}
        """;

    private async Task<System.Text.Json.JsonElement> TestAsync(string body) =>
        (await Api.PostAsync("connections/test", body)).MustBe(200).Json;

    private async Task<string?> StatusAsync(string id) => (await Api.GetAsync(id)).Json.GetProperty("status").GetString();
}
