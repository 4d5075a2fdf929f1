using System.Text.Json;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

public sealed class DebugTests : ApiTest
{
    [Fact]
    public async Task Tests_runs_lookups_and_previews_are_heard_and_no_secret_is_seen()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var opened = (await Api.PostAsync($"{kit.Gorgias}/debug", """{"minutes":5}""")).MustBe(200).Json;
        Assert.InRange(opened.GetProperty("until").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5.1));
        Assert.Equal(0, opened.GetProperty("exchanges").GetArrayLength());

        (await Api.PostAsync($"{kit.Gorgias}/test")).MustBe(200);
        await kit.RunAsync();
        (await Api.PostAsync(
            "exports/preview",
            $$$"""
            {"export":{"connection":"{{{FlowKit.IdOf(kit.Gorgias)}}}","operation":"customers.get","parameters":{"id":"{{id}}"} },
             "record":{"id":1}}
            """))
            .MustBe(200);

        var debug = (await Api.GetAsync($"{kit.Gorgias}/debug")).MustBe(200);
        Assert.Equal(["until", "exchanges"], debug.Json.EnumerateObject().Select(f => f.Name));
        var heard = debug.Json.GetProperty("exchanges").EnumerateArray().ToList();
        Assert.Equal(
            ["/api/customers/1", "/api/tickets", "/api/account"],
            heard.Select(h => new Uri(h.GetProperty("request").GetProperty("url").GetString()!).AbsolutePath));
        Assert.Equal(["at", "ms", "request", "response"], heard[1].EnumerateObject().Select(f => f.Name));
        Assert.Equal(["method", "url", "headers", "body"], heard[1].GetProperty("request").EnumerateObject().Select(f => f.Name));
        Assert.Equal(["status", "headers", "body"], heard[1].GetProperty("response").EnumerateObject().Select(f => f.Name));
        Assert.Equal("***", heard[1].GetProperty("request").GetProperty("headers").GetProperty("Authorization").GetString());
        Assert.DoesNotContain(Api.Gorgias.Password, debug.Text);
        Assert.DoesNotContain(
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Api.Gorgias.Username}:{Api.Gorgias.Password}")), debug.Text);
    }

    [Fact]
    public async Task A_wrong_password_is_an_exchange_with_401_and_stands_nowhere()
    {
        const string Wrong = "wr0ng \"pass\\wörd\"/+";
        var created = await Api.PostAsync("connections?test=false", Api.Body("Wrong", password: JsonEncodedText.Encode(Wrong).ToString()));
        var connection = $"connections/{created.MustBe(201).Json.GetProperty("id").GetString()}";
        (await Api.PostAsync($"{connection}/debug", """{"minutes":1}""")).MustBe(200);

        Assert.Equal("unauthorized", (await Api.PostAsync($"{connection}/test")).MustBe(200).Json.GetProperty("code").GetString());

        var debug = (await Api.GetAsync($"{connection}/debug")).MustBe(200);
        Assert.Equal(401, debug.Json.GetProperty("exchanges")[0].GetProperty("response").GetProperty("status").GetInt32());
        Assert.DoesNotContain("wr0ng", debug.Text);
        Assert.DoesNotContain("wr0ng", string.Join(' ', debug.Json.GetProperty("exchanges")[0].ToString()));
    }

    [Fact]
    public async Task What_is_not_debugged_is_not_heard_and_what_is_stopped_is_forgotten()
    {
        var connection = await Api.ConnectionAsync();
        (await Api.PostAsync($"{connection}/test")).MustBe(200);
        Assert.Equal("""{"until":null,"exchanges":[]}""", (await Api.GetAsync($"{connection}/debug")).MustBe(200).Text);

        (await Api.PostAsync($"{connection}/debug", """{"minutes":60}""")).MustBe(200);
        (await Api.PostAsync($"{connection}/test")).MustBe(200);
        Assert.Equal(1, (await Api.GetAsync($"{connection}/debug")).Json.GetProperty("exchanges").GetArrayLength());

        (await Api.DeleteAsync($"{connection}/debug")).MustBe(204);
        (await Api.PostAsync($"{connection}/test")).MustBe(200);
        Assert.Equal("""{"until":null,"exchanges":[]}""", (await Api.GetAsync($"{connection}/debug")).MustBe(200).Text);
    }

    [Fact]
    public async Task What_is_heard_is_not_kept_for_an_idempotency_key()
    {
        var connection = await Api.ConnectionAsync();
        (await Api.PostAsync($"{connection}/debug", """{"minutes":1}""", ("Idempotency-Key", "k"))).MustBe(200);
        (await Api.PostAsync($"{connection}/test")).MustBe(200);

        var again = (await Api.PostAsync($"{connection}/debug", """{"minutes":2}""", ("Idempotency-Key", "k"))).MustBe(200);

        Assert.Equal(1, again.Json.GetProperty("exchanges").GetArrayLength());
    }

    [Fact]
    public async Task A_deleted_connection_has_nothing_to_read()
    {
        var connection = await Api.ConnectionAsync();
        (await Api.PostAsync($"{connection}/debug", """{"minutes":60}""")).MustBe(200);
        (await Api.DeleteAsync(connection)).MustBe(204);

        (await Api.GetAsync($"{connection}/debug")).MustRefuse(404, "not_found");
        (await Api.DeleteAsync($"{connection}/debug")).MustRefuse(404, "not_found");
        (await Api.PostAsync($"{connection}/debug", """{"minutes":5}""")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task Who_listens_stands_in_the_audit()
    {
        var connection = await Api.ConnectionAsync();
        (await Api.PostAsync($"{connection}/debug", """{"minutes":7}""")).MustBe(200);

        var entry = (await Api.GetAsync($"{connection}/audit")).MustBe(200).Json.GetProperty("data")[0];

        Assert.Equal("connection.debugged", entry.GetProperty("action").GetString());
        Assert.Equal("7", entry.GetProperty("detail").GetProperty("minutes").GetString());
    }

    [Theory]
    [InlineData("""{"minutes":0}""", "validation", "minutes")]
    [InlineData("""{"minutes":61}""", "validation", "minutes")]
    [InlineData("""{"minutes":"5"}""", "validation", "minutes")]
    [InlineData("{}", "required", "minutes")]
    [InlineData("""{"minutes":5,"colour":1}""", "unknown_field", "colour")]
    public async Task Minutes_are_from_1_to_60(string body, string code, string field)
    {
        var connection = await Api.ConnectionAsync();

        (await Api.PostAsync($"{connection}/debug", body)).MustRefuse(422, code, field);
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_heard_as_such()
    {
        var connection = await Api.ConnectionAsync();
        (await Api.PostAsync($"{connection}/debug", """{"minutes":1}""")).MustBe(200);
        Api.Gorgias.Faults.Add(new FaultRule { Reset = true });

        (await Api.PostAsync($"{connection}/test")).MustBe(200);

        var heard = (await Api.GetAsync($"{connection}/debug")).Json.GetProperty("exchanges")[0];
        Assert.Equal(JsonValueKind.Null, heard.GetProperty("response").ValueKind);
        Assert.Equal("unreachable", heard.GetProperty("code").GetString());
    }
}
