using System.Text.Json;

namespace Weir.IntegrationTests.Api;

public sealed class FlowCloneTests : ApiTest
{
    [Fact]
    public async Task A_clone_does_the_same_with_parts_of_its_own_and_starts_by_nobody_but_by_hand()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var (export, import) = (FlowKit.IdOf(kit.Export), FlowKit.IdOf(kit.Import));
        var branch = $$$"""
            {"id":"b","branch":{"mode":"first","cases":[{"name":"open","when":{"==":[{"var":"status"},"open"]},"steps":[{"id":"w","import":"{{{import}}}"}]}]} }
            """;
        var original = await kit.CreateAsync(
            "flows",
            $$"""
            {"name":"A","sources":[{"id":"s","export":"{{export}}"}],"steps":[{{branch}}],
             "schedule":{"cron":"0 0 3 * * ?"},"runNext":["{{FlowKit.IdOf(kit.Flow)}}"]}
            """);

        var cloned = (await Api.PostAsync($"{original}/clone", """{"name":" B "}""")).MustBe(201);

        Assert.Equal($"/v1/flows/{cloned.Json.GetProperty("id").GetString()}", cloned.Headers.Location!.ToString());
        Assert.Equal(("B", "\"1\""), (cloned.Json.GetProperty("name").GetString(), cloned.ETag));
        Assert.Equal(JsonValueKind.Null, cloned.Json.GetProperty("schedule").ValueKind);
        Assert.Equal(0, cloned.Json.GetProperty("runNext").GetArrayLength());
        var source = cloned.Json.GetProperty("sources")[0];
        var step = cloned.Json.GetProperty("steps")[0];
        var within = step.GetProperty("branch").GetProperty("cases")[0].GetProperty("steps")[0];
        Assert.Equal((export, import), (source.GetProperty("export").GetString(), within.GetProperty("import").GetString()));
        Assert.DoesNotContain(source.GetProperty("id").GetString(), (string[])["s"]);
        Assert.DoesNotContain(step.GetProperty("id").GetString(), (string[])["b"]);
        Assert.DoesNotContain(within.GetProperty("id").GetString(), (string[])["w"]);
    }

    [Fact]
    public async Task A_name_that_is_taken_or_a_flow_that_is_not_there_is_refused()
    {
        await using var kit = await FlowKit.MakeAsync(Api);

        (await Api.PostAsync($"{kit.Flow}/clone", """{"name":"tickets to the sink"}""")).MustRefuse(409, "conflict", "name");
        (await Api.PostAsync($"{kit.Flow}/clone", """{"name":"B","enabled":false}""")).MustRefuse(422, "unknown_field", "enabled");
        (await Api.PostAsync("flows/flow_none/clone", """{"name":"B"}""")).MustRefuse(404, "not_found");
    }
}
