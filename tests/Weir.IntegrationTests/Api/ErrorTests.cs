using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

/// <summary>Flows, failures, edits and retries from outside, with the other database.</summary>
public sealed class PostgresErrorTests : ErrorTests
{
    protected override DatabaseKind Database => DatabaseKind.Postgres;
}

public class ErrorTests : ApiTest
{
    [Fact]
    public async Task What_failed_is_told_by_what_it_came_of()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { Match = "/things", Status = 422 });
        await kit.RunAsync();

        var cause = Assert.Single((await Api.GetAsync($"{kit.Flow}/errors/causes?status=open")).MustBe(200).Json.GetProperty("data").EnumerateArray());
        var everywhere = (await Api.GetAsync("errors/causes?code=timeout")).MustBe(200).Json;

        Assert.Equal(("write", "rejected", 422, 10), (
            cause.GetProperty("step").GetString(),
            cause.GetProperty("code").GetString(),
            cause.GetProperty("httpStatus").GetInt32(),
            cause.GetProperty("count").GetInt32()));
        var sample = (await Api.GetAsync($"errors/{cause.GetProperty("sample").GetString()}")).MustBe(200).Json;
        Assert.Equal(sample.GetProperty("message").GetString(), cause.GetProperty("message").GetString());
        Assert.Empty(everywhere.GetProperty("data").EnumerateArray());
        (await Api.GetAsync("flows/flow_nobody/errors/causes")).MustBe(404);
    }

    [Fact]
    public async Task A_refused_record_stands_in_the_errors_with_its_data()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 3);

        var run = await kit.RunAsync();

        Assert.Equal("completed", run.GetProperty("status").GetString());
        Assert.Equal("10/7/3/0", FlowKit.CountsOf(run, "write"));
        var errors = (await Api.GetAsync($"{kit.Flow}/errors?status=open")).MustBe(200).Json.GetProperty("data");
        Assert.Equal(3, errors.GetArrayLength());
        var error = errors[0];
        Assert.Equal(
            [
                "id", "flow", "run", "step", "code", "message", "httpStatus", "traceKey", "record", "occurredAt", "status",
                "attempts", "assignee", "tags", "note",
            ],
            error.EnumerateObject().Select(f => f.Name));
        Assert.Equal(("rejected", "write", 422), (
            error.GetProperty("code").GetString(),
            error.GetProperty("step").GetString(),
            error.GetProperty("httpStatus").GetInt32()));
        Assert.Equal(
            error.GetProperty("traceKey").GetString(), error.GetProperty("record").GetProperty("id").GetRawText());
    }

    [Fact]
    public async Task A_retry_brings_what_had_failed()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 3);
        await kit.RunAsync();

        var retry = (await Api.PostAsync($"{kit.Flow}/errors/retry", """{"filter":{}}""")).MustBe(202).Json;
        var run = await kit.EndAsync(retry);

        Assert.Equal("retry", run.GetProperty("trigger").GetString());
        Assert.Equal("3/3/0/0", FlowKit.CountsOf(run, "write"));
        Assert.Equal(10, kit.Sink.Delivered);
        Assert.Empty((await Api.GetAsync("errors?status=open")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task An_edited_record_is_what_the_retry_sends()
    {
        await using var kit = await FlowKit.MakeAsync(Api, """{"id":"$.id"}""");
        Refuse(kit, 1);
        await kit.RunAsync();
        var id = (await Api.GetAsync("errors")).Json.GetProperty("data")[0].GetProperty("id").GetString();

        (await Api.PutAsync($"errors/{id}/record", """{"record":{"id":"edited"}}""")).MustBe(200);
        var retry = (await Api.PostAsync($"{kit.Flow}/errors/retry", $$"""{"ids":["{{id}}"]}""")).MustBe(202).Json;
        await kit.EndAsync(retry);

        var page = await new HttpClient(new SocketsHttpHandler()).GetStringAsync(
            new Uri(kit.Sink.BaseUri, "/control/deliveries"), TestContext.Current.CancellationToken);
        Assert.Contains("edited", page, StringComparison.Ordinal);
        Assert.Equal("resolved", (await Api.GetAsync($"errors/{id}")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Resolving_answers_with_a_run_that_has_ended()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 3);
        await kit.RunAsync();

        var run = (await Api.PostAsync($"{kit.Flow}/errors/resolve", """{"filter":{"code":"rejected"}}""")).MustBe(202);

        Assert.Equal("completed", run.Json.GetProperty("status").GetString());
        Assert.Equal("3/0/0/3", FlowKit.CountsOf(run.Json, "write"));
        Assert.Equal(run.Text, (await Api.GetAsync(run.Headers.Location!.ToString())).MustBe(200).Text);
        Assert.Equal(3, (await Api.GetAsync("errors?status=resolved")).Json.GetProperty("data").GetArrayLength());
        Assert.Equal(7, kit.Sink.Delivered);
    }

    [Fact]
    public async Task Errors_of_a_deleted_flow_can_be_resolved()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 3);
        await kit.RunAsync();
        (await Api.DeleteAsync(kit.Flow)).MustBe(204);

        (await Api.PostAsync($"{kit.Flow}/errors/retry", """{"filter":{}}""")).MustRefuse(404, "not_found");
        (await Api.PostAsync($"{kit.Flow}/errors/resolve", """{"filter":{}}""")).MustBe(202);

        Assert.Equal(0, (await Api.GetAsync("errors?status=open")).Json.GetProperty("data").GetArrayLength());
        (await Api.PostAsync($"{kit.Flow}/errors/resolve", """{"filter":{}}""")).MustRefuse(404, "not_found");
    }

    [Fact]
    public async Task Who_edits_an_error_does_not_write_over_what_another_one_saved()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 1);
        await kit.RunAsync();
        var id = (await Api.GetAsync("errors")).Json.GetProperty("data")[0].GetProperty("id").GetString();
        var read = (await Api.GetAsync($"errors/{id}")).MustBe(200).ETag!;
        Assert.Equal(read, (await Api.GetAsync($"errors/{id}")).ETag);

        var noted = (await Api.PatchAsync($"errors/{id}", """{"note":"mine"}""", ("If-Match", read))).MustBe(200).ETag!;
        (await Api.PatchAsync($"errors/{id}", """{"note":"theirs"}""", ("If-Match", read))).MustRefuse(412, "precondition_failed");
        (await Api.PutAsync($"errors/{id}/record", """{"record":{"id":"theirs"}}""", ("If-Match", read))).MustRefuse(412, "precondition_failed");
        var edited = (await Api.PutAsync($"errors/{id}/record", """{"record":{"id":"mine"}}""", ("If-Match", noted))).MustBe(200).ETag!;
        (await Api.PatchAsync($"errors/{id}", """{"note":"late"}""", ("If-Match", noted))).MustRefuse(412, "precondition_failed");

        var present = (await Api.GetAsync($"errors/{id}")).MustBe(200);
        Assert.Equal(edited, present.ETag);
        Assert.Equal(("mine", "mine"), (
            present.Json.GetProperty("note").GetString(), present.Json.GetProperty("record").GetProperty("id").GetString()));
        (await Api.PatchAsync($"errors/{id}", """{"note":"whatever it is"}""")).MustBe(200);
        (await Api.PatchAsync($"errors/{id}", """{"note":"the same"}""", ("If-Match", "*"))).MustBe(200);
    }

    [Fact]
    public async Task Of_many_who_edit_the_same_state_of_an_error_one_is_heard()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 1);
        await kit.RunAsync();
        var id = (await Api.GetAsync("errors")).Json.GetProperty("data")[0].GetProperty("id").GetString();
        var read = (await Api.GetAsync($"errors/{id}")).ETag!;

        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => i % 2 == 0
            ? Api.PatchAsync($"errors/{id}", $$"""{"note":"{{i}}"}""", ("If-Match", read))
            : Api.PutAsync($"errors/{id}/record", $$$"""{"record":{"id":"{{{i}}}"}}""", ("If-Match", read))));

        Assert.Single(replies, r => r.Status == 200);
        Assert.Equal(7, replies.Count(r => r.Status == 412));
    }

    [Fact]
    public async Task An_error_is_assigned_tagged_noted_and_found_by_it()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 2);
        await kit.RunAsync();
        var id = (await Api.GetAsync("errors")).Json.GetProperty("data")[0].GetProperty("id").GetString();

        (await Api.PatchAsync($"errors/{id}", """{"assignee":"ops","tags":["later"],"note":"ask them"}""")).MustBe(200);

        foreach (var query in new[] { "assignee=ops", "tag=later", "tag=later&status=open&step=write&code=rejected" })
        {
            var found = (await Api.GetAsync($"{kit.Flow}/errors?{query}")).MustBe(200).Json.GetProperty("data");
            Assert.Equal(id, Assert.Single(found.EnumerateArray()).GetProperty("id").GetString());
        }

        (await Api.PatchAsync($"errors/{id}", """{"code":"mapping"}""")).MustRefuse(422, "read_only", "code");
    }

    [Fact]
    public async Task Errors_are_a_table_too()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        Refuse(kit, 3);
        await kit.RunAsync();

        var table = (await Api.GetAsync($"{kit.Flow}/errors.csv?status=open")).MustBe(200);

        Assert.Equal("text/csv", table.ContentType);
        var lines = table.Text.TrimEnd().Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("id,flow,run,step,code,message", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("err_", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("errors?status=some", "status")]
    [InlineData("errors?since=yesterday", "since")]
    [InlineData("errors?run=flow_1", "run")]
    [InlineData("errors?limit=0", "limit")]
    [InlineData("errors.csv?status=some", "status")]
    public async Task A_query_that_means_nothing_is_refused_with_its_field(string address, string field) =>
        (await Api.GetAsync(address)).MustRefuse(422, "validation", field);

    [Fact]
    public async Task Neither_ids_nor_a_filter_is_refused()
    {
        await using var kit = await FlowKit.MakeAsync(Api);

        (await Api.PostAsync($"{kit.Flow}/errors/resolve", "{}")).MustRefuse(422, "required", "ids");
        (await Api.PostAsync($"{kit.Flow}/errors/retry", "{}")).MustRefuse(422, "required", "ids");
        (await Api.PostAsync("flows/flow_none/errors/retry", """{"filter":{}}""")).MustRefuse(404, "not_found");
        (await Api.PostAsync("flows/flow_none/errors/resolve", """{"filter":{}}""")).MustRefuse(404, "not_found");
    }

    private static void Refuse(FlowKit kit, int times) =>
        kit.Sink.Faults.Add(new FaultRule { Status = 422, Times = times });
}
