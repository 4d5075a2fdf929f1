using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Engine.Runs.Steps;
using Weir.Expressions.Mappings;
using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class BatchTests
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 };

    [Fact]
    public async Task Records_of_a_page_leave_together_and_no_batch_crosses_a_page()
    {
        using var rig = new RunRig(rows: 25);
        rig.Steps = [Batch(rig, 4)];
        var run = await rig.RunAsync();
        Assert.Equal([1, 2, 2, 4, 4, 4, 4, 4], rig.Application.Sink.Select(s => Ids(s.Body).Count).Order());
        Assert.All(rig.Application.Sink, s => Assert.Single(Ids(s.Body).Select(id => (id - 1) / 10).Distinct()));
        Assert.Equal(Enumerable.Range(1, 25), Sent(rig).Order());
        Assert.Equal(new StepCounts("write", 25, 25, 0, 0, 8), run.Steps[1]);
    }

    [Fact]
    public async Task A_batch_of_a_page_keeps_the_order_of_the_source()
    {
        using var rig = new RunRig(rows: 30, level: 5);
        rig.Steps = [rig.Send("before"), Batch(rig, 10)];
        await rig.RunAsync();
        Assert.All(
            rig.Application.Sink.Where(s => s.Step == "write"), s => Assert.Equal(Ids(s.Body).Order(), Ids(s.Body)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task After_kills_batches_are_cut_the_same_way_and_carry_the_same_keys(int seed)
    {
        using var rig = new RunRig(rows: 400, level: 5);
        rig.Steps = [rig.Send("before"), Batch(rig, 7), rig.Send("after")];
        var run = await Kills.LiveAsync(rig, seed, kills: 5);
        Assert.Equal((400, 400), (run.Steps[2].Success, run.Steps[3].Success));
        var sent = rig.Application.Sink.Where(s => s.Step == "write").ToList();
        Assert.Equal(Enumerable.Range(1, 400), sent.SelectMany(s => Ids(s.Body)).Distinct().Order());
        Assert.All(sent.GroupBy(s => Ids(s.Body)[0]), g => Assert.Single(g.Select(s => (s.Key, s.Body)).Distinct()));
        Assert.Equal(Enumerable.Range(1, 400), rig.SentBy("after").Distinct().Order());
    }

    [Fact]
    public async Task A_record_that_was_lost_before_the_batch_keeps_its_place_in_the_cut()
    {
        using var rig = new RunRig(rows: 10);
        rig.Steps = [rig.Send("before"), Batch(rig, 5)];
        rig.Application.StepFault = (step, body) => step == "before" && body.Contains("\"id\":2,") ? Refused : null;
        await rig.RunAsync();
        Assert.Equal(
            ["1,3,4,5", "6,7,8,9,10"],
            rig.Application.Sink.Where(s => s.Step == "write").Select(s => string.Join(',', Ids(s.Body))).Order());
    }

    [Fact]
    public async Task A_record_that_cannot_be_mapped_is_its_own_error_and_the_batch_goes_without_it()
    {
        using var rig = new RunRig(rows: 0);
        rig.Application.Rows.AddRange(["""{"id":1,"n":"1"}""", """{"id":2,"n":"x"}""", """{"id":3,"n":"3"}"""]);
        var mapping = JsonDocument.Parse("""{"id":"$.id","n":{"@from":"$.n","@type":"integer"}}""").RootElement;
        rig.Steps = [Batch(rig, 3) with { Mapping = Mapping.Parse(mapping, default) }];
        await rig.RunAsync();
        Assert.Equal([1, 3], Sent(rig));
        Assert.Equal(("mapping", "2"), Assert.Single((await rig.OpenErrorsAsync()).Select(e => (e.Code, e.TraceKey))));
    }

    [Fact]
    public async Task An_answer_that_names_failed_records_fails_just_those()
    {
        using var rig = new RunRig(rows: 10);
        rig.Steps = [Batch(rig, 10) with { Into = ["result"] }, rig.Send("after")];
        rig.Application.Items = body => body[0] == '['
            ? [.. Ids(body).Select(id => new ItemReading(Json($"{id}0"), id % 5 == 0 ? Refused : null))]
            : null;
        await rig.RunAsync();
        Assert.Equal(["10", "5"], (await rig.OpenErrorsAsync()).Select(e => e.TraceKey).Order(StringComparer.Ordinal));
        Assert.Equal([1, 2, 3, 4, 6, 7, 8, 9], rig.SentBy("after").Order());
        Assert.Contains(rig.Application.Sink, s => s.Step == "after" && s.Body.Contains("\"result\":70}"));
    }

    [Fact]
    public async Task A_refusal_that_names_nobody_is_halved_until_the_bad_record_is_found()
    {
        using var rig = new RunRig(rows: 64);
        rig.Application.PageSize = 64;
        rig.Steps = [Batch(rig, 64)];
        rig.Application.StepFault = (_, body) => Ids(body).Contains(41) ? Refused : null;
        var run = await rig.RunAsync();
        Assert.Equal("41", Assert.Single(await rig.OpenErrorsAsync()).TraceKey);
        Assert.Equal((64, 63, 1), (run.Steps[1].Read, run.Steps[1].Success, run.Steps[1].Error));
        Assert.Equal(1 + (2 * 6), run.Steps[1].Requests);
    }

    [Fact]
    public async Task Halving_has_a_bound_and_a_retry_finds_just_the_bad_ones()
    {
        using var rig = new RunRig(rows: 64);
        rig.Application.PageSize = 64;
        rig.Steps = [Batch(rig, 64)];
        rig.Application.StepFault = (_, body) => Ids(body).Any(id => id % 3 == 0) ? Refused : null;
        var run = await rig.RunAsync();
        Assert.InRange(run.Steps[1].Requests, 1, 1 + (4 * 6));
        Assert.Equal(64, run.Steps[1].Success + run.Steps[1].Error);
        await rig.RetryAsync();
        Assert.All(await rig.OpenErrorsAsync(), e => Assert.Equal(0, int.Parse(e.TraceKey) % 3));
        Assert.Equal(64 - 21, Sent(rig).Count());
        Assert.Equal(Sent(rig).Count(), Sent(rig).Distinct().Count());
    }

    [Fact]
    public async Task A_refusal_that_names_records_sends_the_others_again_without_them()
    {
        using var rig = new RunRig(rows: 10);
        rig.Steps = [Batch(rig, 10)];
        rig.Application.StepFault = (_, body) => Ids(body).Contains(4) ? Refused : null;
        rig.Application.Items = body => [.. Ids(body).Select(id => new ItemReading(default, id == 4 ? Refused : null))];
        var run = await rig.RunAsync();
        Assert.Equal("4", Assert.Single(await rig.OpenErrorsAsync()).TraceKey);
        Assert.Equal((2, 9), (run.Steps[1].Requests, run.Steps[1].Success));
    }

    [Fact]
    public async Task What_must_not_be_repeated_is_not_halved_and_fails_with_the_message()
    {
        using var rig = new RunRig(rows: 10) { Repeat = RepeatRule.Never };
        rig.Steps = [Batch(rig, 10)];
        rig.Application.StepFault = (_, _) => Refused;
        var run = await rig.RunAsync();
        Assert.Equal((1, 10), (run.Steps[1].Requests, run.Steps[1].Error));
        Assert.All(await rig.OpenErrorsAsync(), e => Assert.Equal("No.", e.Message));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Each_record_of_a_batch_that_must_not_be_repeated_is_sent_once_and_else_stands_as_unknown(int seed)
    {
        using var rig = new RunRig(rows: 300, level: 5) { Repeat = RepeatRule.Never };
        rig.Steps = [rig.Send("before") with { Repeat = RepeatRule.Always }, Batch(rig, 4)];
        await Kills.LiveAsync(rig, seed, kills: 5);
        Assert.Equal(Sent(rig).Count(), Sent(rig).Distinct().Count());
        var unknown = await rig.OpenErrorsAsync();
        Assert.All(unknown, e => Assert.Equal("outcome_unknown", e.Code));
        Assert.Equal(300, Sent(rig).Select(i => $"{i}").Concat(unknown.Select(e => e.TraceKey)).Distinct().Count());
    }

    [Fact]
    public async Task Failed_records_of_a_batch_are_retried_together_and_go_on()
    {
        using var rig = new RunRig(rows: 10);
        rig.Steps = [Batch(rig, 10), rig.Send("after")];
        rig.Application.StepFault = (_, _) => Refused with { HttpStatus = 403 };
        await rig.RunAsync();
        Assert.Equal(10, (await rig.OpenErrorsAsync()).Count);
        rig.Application.StepFault = (_, _) => null;
        var retry = await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal((10, 1), (retry.Steps[1].Success, retry.Steps[1].Requests));
        Assert.Equal(10, rig.SentBy("after").Count());
    }

    private static SendPlan Batch(RunRig rig, int size) => rig.Send("write") with { BatchSize = size };

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static IEnumerable<int> Sent(RunRig rig) =>
        rig.Application.Sink.Where(s => s.Step == "write").SelectMany(s => Ids(s.Body));

    private static List<int> Ids(string body)
    {
        var list = Json(body);
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(r => r.GetProperty("id").GetInt32())]
            : [list.GetProperty("id").GetInt32()];
    }
}
