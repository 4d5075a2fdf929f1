using System.Text.Json;
using Weir.IntegrationTests.Harness;
using Weir.Sandbox;

namespace Weir.IntegrationTests.Api;

/// <summary>The log of a run from outside, with the other database.</summary>
public sealed class PostgresRunLogTests : RunLogTests
{
    protected override DatabaseKind Database => DatabaseKind.Postgres;
}

public class RunLogTests : ApiTest
{
    [Fact]
    public async Task A_log_tells_what_happened_to_a_run_and_to_one_of_its_records()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { Status = 422, Body = "No such customer", Times = 1 });
        var run = await kit.RunAsync();
        var log = $"runs/{run.GetProperty("id").GetString()}/log";

        var all = await EntriesAsync(log + "?limit=200");
        Assert.Equal(["started", .. Enumerable.Repeat("passed", 9), "failed", "ended"], all.Select(KindOf).OrderBy(OrderOf));
        Assert.Equal(
            ["number", "at", "level", "kind", "step", "traceKey", "code", "message", "httpStatus", "attempts"],
            all[0].EnumerateObject().Select(f => f.Name));

        var failed = Assert.Single(await EntriesAsync(log + "?level=error"));
        var key = failed.GetProperty("traceKey").GetString()!;
        Assert.Equal("No such customer", failed.GetProperty("message").GetString());
        Assert.Equal(failed.GetRawText(), Assert.Single(await EntriesAsync($"{log}?traceKey={key}&step=write")).GetRawText());

        var retry = await kit.EndAsync((await Api.PostAsync($"{kit.Flow}/errors/retry", """{"filter":{}}""")).MustBe(202).Json);
        Assert.Equal(
            ["passed", "resolved"], (await EntriesAsync($"runs/{retry.GetProperty("id").GetString()}/log?traceKey={key}")).Select(KindOf));
    }

    [Fact]
    public async Task A_log_is_read_slice_by_slice()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var run = await kit.RunAsync();
        var log = $"runs/{run.GetProperty("id").GetString()}/log?limit=5";

        var first = (await Api.GetAsync(log)).MustBe(200).Json;
        var next = Uri.EscapeDataString(first.GetProperty("next").GetString()!);
        var second = (await Api.GetAsync($"{log}&cursor={next}")).MustBe(200).Json;

        long[] numbers = [.. first.GetProperty("data").EnumerateArray().Concat(second.GetProperty("data").EnumerateArray())
            .Select(e => e.GetProperty("number").GetInt64())];
        Assert.Equal(10, numbers.Length);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Theory]
    [InlineData("level=loud", "level")]
    [InlineData("kind=passed", "kind")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("limit=0", "limit")]
    public async Task A_wrong_question_is_refused_with_its_field(string query, string field)
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        var run = await kit.RunAsync();

        var refused = (await Api.GetAsync($"runs/{run.GetProperty("id").GetString()}/log?{query}")).MustBe(422).Json;

        Assert.Equal(field, refused.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_run_that_is_not_there_has_no_log() =>
        (await Api.GetAsync("runs/run_01j0000000000000000000000/log")).MustRefuse(404, "not_found");

    [Fact]
    public async Task Resolving_by_hand_is_written_down()
    {
        await using var kit = await FlowKit.MakeAsync(Api);
        kit.Sink.Faults.Add(new FaultRule { Status = 422, Times = 2 });
        await kit.RunAsync();

        var run = (await Api.PostAsync($"{kit.Flow}/errors/resolve", """{"filter":{}}""")).MustBe(202).Json;

        var entry = Assert.Single(await EntriesAsync($"runs/{run.GetProperty("id").GetString()}/log"));
        Assert.Equal("Errors resolved by hand: 2.", entry.GetProperty("message").GetString());
    }

    private static string KindOf(JsonElement entry) => entry.GetProperty("kind").GetString()!;

    private static int OrderOf(string kind) => Array.IndexOf(["started", "passed", "failed", "ended"], kind);

    private async Task<IReadOnlyList<JsonElement>> EntriesAsync(string address) =>
        [.. (await Api.GetAsync(address)).MustBe(200).Json.GetProperty("data").EnumerateArray()];
}
