namespace Weir.IntegrationTests.Api;

public sealed class AuditTests : ApiTest
{
    [Theory]
    [MemberData(nameof(VersionTests.Kinds), MemberType = typeof(VersionTests))]
    public async Task What_is_done_to_a_resource_is_noted_with_its_name_of_then(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind, alone: true);
        var noun = kind[..^1];
        var name = (await Api.GetAsync(address)).Json.GetProperty("name").GetString();
        (await Api.PatchAsync(address, """{"name":"Renamed"}""")).MustBe(200);
        (await Api.PostAsync($"{address}/versions/1/revert")).MustBe(200);
        (await Api.DeleteAsync(address)).MustBe(204);

        var list = (await Api.GetAsync($"{address}/audit")).MustBe(200).Json.GetProperty("data").EnumerateArray().ToList();

        Assert.Equal(
            [$"{noun}.deleted {name} 3", $"{noun}.reverted {name} 3", $"{noun}.changed Renamed 2", $"{noun}.created {name} 1"],
            list.Select(e => $"{e.GetProperty("action").GetString()} {e.GetProperty("targetName").GetString()} {e.GetProperty("version").GetInt32()}"));
        Assert.Equal(["[]", "[\"name\"]", "[\"name\"]", "[]"], list.Select(e => e.GetProperty("fields").GetRawText()));
        Assert.Equal(
            ["id", "at", "by", "action", "says", "kind", "target", "targetName", "version", "fields", "detail"],
            list[0].EnumerateObject().Select(f => f.Name));
        Assert.Equal("""{"to":"1"}""", list[1].GetProperty("detail").GetRawText());
    }

    [Fact]
    public async Task Fields_are_named_and_secrets_too_without_their_values()
    {
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync($"{id}?test=false", """{"concurrencyLevel":3,"settings":{"username":"b@fuchsia.example","password":"odd-and-secret"}}""")).MustBe(200);

        var newest = (await Api.GetAsync($"{id}/audit")).Json.GetProperty("data")[0];

        Assert.Equal("""["settings.username","concurrencyLevel","settings.password"]""", newest.GetProperty("fields").GetRawText());
        Assert.DoesNotContain("odd-and-secret", newest.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_on_runs_and_errors_and_tests_is_noted()
    {
        await using var kit = await FlowKit.MakeAsync(Api, """{"id":{"@from":"$.subject","@type":"integer"}}""");
        var run = await kit.RunAsync();
        var error = (await Api.GetAsync($"{kit.Flow}/errors?limit=1")).Json.GetProperty("data")[0].GetProperty("id").GetString();
        (await Api.PatchAsync($"errors/{error}", """{"note":"looked at"}""")).MustBe(200);
        (await Api.PutAsync($"errors/{error}/record", """{"record":{"subject":"7"}}""")).MustBe(200);
        await kit.EndAsync((await Api.PostAsync($"{kit.Flow}/errors/retry", $$"""{"ids":["{{error}}"]}""")).MustBe(202).Json);
        (await Api.PostAsync($"{kit.Flow}/errors/resolve", """{"filter":{"step":"write","q":"some words"}}""")).MustBe(202);
        (await Api.PostAsync($"runs/{run.GetProperty("id").GetString()}/cancel")).MustBe(200);
        (await Api.PostAsync($"{kit.Gorgias}/test")).MustBe(200);

        var audit = await Api.GetAsync("audit?limit=7");

        Assert.Equal(
            ["connection.tested", "run.cancelled", "errors.resolved", "errors.retried", "errors.edited", "errors.changed", "flow.run"],
            audit.MustBe(200).Json.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("action").GetString()));
        Assert.Equal("ok", audit.Json.GetProperty("data")[0].GetProperty("detail").GetProperty("result").GetString());
        Assert.Equal("Tickets to the sink", audit.Json.GetProperty("data")[6].GetProperty("targetName").GetString());
        Assert.DoesNotContain("some words", audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_whole_audit_is_filtered()
    {
        var a = await Api.ConnectionAsync("A");
        var b = await Api.ConnectionAsync("B");
        await Api.PatchAsync(b, """{"concurrencyLevel":3}""");
        await Api.PostAsync("integrations", """{"name":"I"}""");

        Assert.Equal("integration.created connection.changed connection.created connection.created", await ActionsAsync(""));
        Assert.Equal("connection.changed connection.created", await ActionsAsync($"target={FlowKit.IdOf(b)}"));
        Assert.Equal("integration.created", await ActionsAsync("kind=integration"));
        Assert.Equal("connection.created connection.created", await ActionsAsync("action=connection.created&actor=api-token"));
        Assert.Equal("", await ActionsAsync("actor=user_nobody"));
        Assert.Equal("", await ActionsAsync("since=2100-01-01"));
        Assert.Equal("", await ActionsAsync("until=2000-01-01"));
        var first = (await Api.GetAsync("audit?limit=3")).Json;
        Assert.Equal("connection.created", await ActionsAsync($"limit=3&cursor={first.GetProperty("next").GetString()}"));
        (await Api.DeleteAsync(a)).MustBe(204);
    }

    [Theory]
    [InlineData("kind=nonsense", "validation", "kind")]
    [InlineData("action=connection.painted", "validation", "action")]
    [InlineData("since=yesterday", "validation", "since")]
    [InlineData("cursor=x", "validation", "cursor")]
    [InlineData("limit=0", "validation", "limit")]
    [InlineData("who=me", "unknown_field", "who")]
    public async Task A_filter_that_is_none_is_refused(string query, string code, string field) =>
        (await Api.GetAsync($"audit?{query}")).MustRefuse(422, code, field);

    [Fact]
    public async Task What_was_refused_is_not_noted_and_what_never_was_has_no_audit()
    {
        var id = await Api.ConnectionAsync();
        (await Api.PatchAsync(id, """{"concurrencyLevel":99}""")).MustRefuse(422, "validation");
        (await Api.PatchAsync(id, """{"concurrencyLevel":10}""")).MustBe(200);

        Assert.Equal("connection.created", await ActionsAsync(""));
        (await Api.GetAsync("connections/conn_nothing/audit")).MustRefuse(404, "not_found");
        (await Api.GetAsync($"exports/{FlowKit.IdOf(id)}/audit")).MustRefuse(404, "not_found");
    }

    private async Task<string> ActionsAsync(string query) => string.Join(
        ' ',
        (await Api.GetAsync($"audit?{query}")).MustBe(200).Json.GetProperty("data").EnumerateArray()
            .Select(e => e.GetProperty("action").GetString()));
}
