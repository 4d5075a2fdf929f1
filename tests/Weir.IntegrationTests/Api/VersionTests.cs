using System.Text.Json;

namespace Weir.IntegrationTests.Api;

public sealed class VersionTests : ApiTest
{
    public static TheoryData<string> Kinds => ["connections", "integrations", "exports", "imports", "flows", "alerts"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_save_is_a_version_that_says_who_when_and_what(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind);
        var first = (await Api.GetAsync(address)).Json;
        var second = (await Api.PatchAsync(address, """{"name":"Renamed"}""")).MustBe(200).Json;

        var list = (await Api.GetAsync($"{address}/versions")).MustBe(200).Json;

        Assert.Equal(["data", "next"], list.EnumerateObject().Select(f => f.Name));
        var newest = list.GetProperty("data")[0];
        Assert.Equal(["version", "at", "by", "changes"], newest.EnumerateObject().Select(f => f.Name));
        Assert.Equal((2, second.GetProperty("updatedAt").GetString()), (newest.GetProperty("version").GetInt32(), newest.GetProperty("at").GetString()));
        Assert.Equal("""{"id":"api-token","name":"API token"}""", newest.GetProperty("by").GetRawText());
        Assert.Equal(
            $$"""[{"field":"name","from":{{first.GetProperty("name").GetRawText()}},"to":"Renamed"}]""",
            newest.GetProperty("changes").GetRawText());
        Assert.Equal("[]", list.GetProperty("data")[1].GetProperty("changes").GetRawText());
        Assert.Equal(JsonValueKind.Null, list.GetProperty("next").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_former_version_is_read_compared_and_made_the_present_one(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind);
        var first = (await Api.GetAsync(address)).Json;
        (await Api.PatchAsync(address, """{"name":"Renamed"}""")).MustBe(200);

        var former = (await Api.GetAsync($"{address}/versions/1")).MustBe(200).Json;
        foreach (var field in former.EnumerateObject().Where(f => f.Name != "updatedAt"))
        {
            Assert.Equal(first.GetProperty(field.Name).GetRawText(), field.Value.GetRawText());
        }

        var there = (await Api.GetAsync($"{address}/versions/1/difference")).MustBe(200);
        var back = (await Api.GetAsync($"{address}/versions/2/difference?to=1")).MustBe(200);
        Assert.Equal(
            $$"""{"from":1,"to":2,"changes":[{"field":"name","from":{{first.GetProperty("name").GetRawText()}},"to":"Renamed"}]}""", there.Text);
        Assert.Equal(
            $$"""{"from":2,"to":1,"changes":[{"field":"name","from":"Renamed","to":{{first.GetProperty("name").GetRawText()}}}]}""", back.Text);

        (await Api.PostAsync($"{address}/versions/1/revert", null, ("If-Match", "\"1\""))).MustRefuse(412, "precondition_failed");
        var reverted = (await Api.PostAsync($"{address}/versions/1/revert", null, ("If-Match", "\"2\""))).MustBe(200);
        Assert.Equal("\"3\"", reverted.ETag);
        Assert.Equal(first.GetProperty("name").GetString(), reverted.Json.GetProperty("name").GetString());
        Assert.Equal((await Api.GetAsync(address)).Text, reverted.Text);
        Assert.Equal("\"3\"", (await Api.PostAsync($"{address}/versions/1/revert")).MustBe(200).ETag);
        Assert.Equal("\"3\"", (await Api.PostAsync($"{address}/versions/3/revert")).MustBe(200).ETag);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_not_there_is_told(string kind)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var address = await kit.AddressAsync(kind);

        foreach (var path in (string[])["versions/2", "versions/0", "versions/-1", "versions/2/difference", "versions/1/difference?to=9"])
        {
            (await Api.GetAsync($"{address}/{path}")).MustRefuse(404, "not_found");
        }

        (await Api.PostAsync($"{address}/versions/2/revert")).MustRefuse(404, "not_found");
        (await Api.GetAsync($"{address}/versions/one")).MustRefuse(404, "not_found");
        (await Api.GetAsync($"{address}/versions/1/difference?to=x")).MustRefuse(422, "validation", "to");
        (await Api.GetAsync($"{address}/versions?cursor=x")).MustRefuse(422, "validation", "cursor");
        (await Api.GetAsync($"{address}/versions?q=x")).MustRefuse(422, "unknown_field", "q");
        (await Api.GetAsync($"{kind}/nothing/versions")).MustRefuse(404, "not_found");
        (await Api.PostAsync($"{kind}/nothing/versions/1/revert")).MustRefuse(404, "not_found");
        (await Api.PostAsync($"{address}/versions/1/revert", """{"name":"x"}""")).MustRefuse(422, "unknown_field", "name");
    }

    [Fact]
    public async Task Many_versions_come_in_slices()
    {
        var id = await Api.ConnectionAsync();
        for (var level = 1; level <= 24; level++)
        {
            (await Api.PatchAsync(id, $$"""{"concurrencyLevel":{{(level == 10 ? 25 : level)}}}""")).MustBe(200);
        }

        var versions = new List<int>();
        string? cursor = null;
        do
        {
            var slice = (await Api.GetAsync($"{id}/versions?limit=7{(cursor is null ? "" : $"&cursor={cursor}")}")).MustBe(200).Json;
            foreach (var version in slice.GetProperty("data").EnumerateArray())
            {
                versions.Add(version.GetProperty("version").GetInt32());
                Assert.Equal(versions[^1] == 1 ? 0 : 1, version.GetProperty("changes").GetArrayLength());
            }

            cursor = slice.GetProperty("next").GetString();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 25).Reverse(), versions);
    }

    [Fact]
    public async Task Paths_lead_into_settings_and_documents_of_free_shape()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        (await Api.PatchAsync($"{kit.SinkConnection}?test=false", """{"settings":{"testPath":"/health"}}""")).MustBe(200);
        (await Api.PatchAsync(kit.Import, """{"mapping":{"id":"$.id","state":"$.status"}}""")).MustBe(200);
        (await Api.PatchAsync(kit.Flow, $$"""
            {"steps":[{"id":"first","import":"{{FlowKit.IdOf(kit.Import)}}"},{"id":"write","import":"{{FlowKit.IdOf(kit.Import)}}","when":true}]}
            """)).MustBe(200);

        Assert.Equal("settings.testPath", await ChangedAsync(kit.SinkConnection));
        Assert.Equal("mapping.status mapping.state", await ChangedAsync(kit.Import));
        Assert.Equal("steps[0] steps[1].when", await ChangedAsync(kit.Flow));
    }

    [Fact]
    public async Task A_revert_is_checked_as_a_change()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var other = await Api.ConnectionAsync("Other");
        await Api.PatchAsync(kit.Export, $$"""{"name":"Renamed","connection":"{{FlowKit.IdOf(other)}}"}""");
        var taken = await kit.CreateAsync("exports", $$"""{"name":"tickets","connection":"{{FlowKit.IdOf(other)}}","operation":"tickets.list"}""");

        (await Api.PostAsync($"{kit.Export}/versions/1/revert")).MustRefuse(409, "conflict", "name");
        (await Api.DeleteAsync(taken)).MustBe(204);
        (await Api.DeleteAsync(kit.Gorgias)).MustBe(204);
        (await Api.PostAsync($"{kit.Export}/versions/1/revert")).MustRefuse(422, "validation", "connection");
        Assert.Equal("Renamed", (await Api.GetAsync(kit.Export)).Json.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_flow_is_not_taken_back_to_what_is_gone()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var integration = await kit.CreateAsync("integrations", """{"name":"Support"}""");
        await Api.PatchAsync(kit.Flow, $$"""{"integration":"{{FlowKit.IdOf(integration)}}"}""");
        await Api.PatchAsync(kit.Flow, """{"integration":null,"sources":[],"steps":[]}""");
        foreach (var address in (string[])[kit.Export, kit.Import, integration])
        {
            (await Api.DeleteAsync(address)).MustBe(204);
        }

        var refused = (await Api.PostAsync($"{kit.Flow}/versions/2/revert")).MustRefuse(422, "validation", "integration");
        refused.MustRefuse(422, "validation", "sources[0].export").MustRefuse(422, "validation", "steps[0].import");
    }

    [Fact]
    public async Task A_flow_taken_back_registers_its_connections_again()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var integration = await kit.CreateAsync("integrations", """{"name":"Support"}""");
        await Api.PatchAsync(kit.Flow, $$"""{"integration":"{{FlowKit.IdOf(integration)}}"}""");
        await Api.PatchAsync(kit.Flow, """{"integration":null}""");
        (await Api.PatchAsync(integration, """{"connections":[]}""")).MustBe(200);

        (await Api.PostAsync($"{kit.Flow}/versions/2/revert")).MustBe(200);

        Assert.Equal(2, (await Api.GetAsync(integration)).Json.GetProperty("connections").GetArrayLength());
        (await Api.PostAsync($"{integration}/versions/1/revert")).MustRefuse(409, "in_use");
    }

    [Fact]
    public async Task An_integration_is_not_taken_back_to_a_deleted_connection()
    {
        var integration = (await Api.PostAsync("integrations", """{"name":"A"}""")).Headers.Location!.ToString()["/v1/".Length..];
        var connection = await Api.ConnectionAsync();
        await Api.PutAsync($"{integration}/{connection}");
        (await Api.DeleteAsync($"{integration}/{connection}")).MustBe(204);
        (await Api.DeleteAsync(connection)).MustBe(204);

        (await Api.PostAsync($"{integration}/versions/2/revert")).MustRefuse(422, "validation", "connections[0]");
    }

    [Fact]
    public async Task A_deleted_resource_has_no_versions()
    {
        var id = await Api.ConnectionAsync();
        (await Api.DeleteAsync(id)).MustBe(204);

        (await Api.GetAsync($"{id}/versions")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task A_list_with_large_changes_ends_earlier()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        for (var i = 0; i < 12; i++)
        {
            var fields = Enumerable.Range(0, 100).Select(f => $"\"f{f}\":\"{new string((char)('a' + i), 600)}\"");
            (await Api.PatchAsync(kit.Import, $"{{\"mapping\":{{{string.Join(',', fields)}}}}}")).MustBe(200);
        }

        var slice = (await Api.GetAsync($"{kit.Import}/versions?limit=50")).MustBe(200);

        Assert.InRange(slice.Text.Length, 500_000, 1_500_000);
        Assert.NotNull(slice.Json.GetProperty("next").GetString());
    }

    private async Task<string> ChangedAsync(string address)
    {
        var newest = (await Api.GetAsync($"{address}/versions")).MustBe(200).Json.GetProperty("data")[0];
        return string.Join(' ', newest.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("field").GetString()));
    }
}
