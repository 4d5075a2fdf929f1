using System.Text.Json;
using Weir.Engine.Runs;
using Weir.Engine.Runs.Lookups;
using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class LookupTests
{
    private static readonly Fault Missing =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.NotFound, Message = "No such customer.", HttpStatus = 404 };

    [Fact]
    public async Task Two_thousand_tickets_of_four_hundred_customers_ask_four_hundred_times()
    {
        using var rig = Rig(tickets: 2000, customers: 400, level: 10);
        rig.Application.Says = (step, body) => $$"""{"name":"of {{body}}"}""";
        var run = await rig.RunAsync();
        Assert.Equal(400, run.Steps[1].Requests);
        Assert.Equal((2000, 2000), (run.Steps[1].Success, run.Steps[2].Success));
        Assert.All(
            rig.Application.Sink.Where(s => s.Step == "write"),
            s => Assert.Equal($"of {Json(s.Body).GetProperty("c")}", Json(s.Body).GetProperty("found").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Those_who_ask_at_once_for_the_same_share_one_request()
    {
        using var rig = Rig(tickets: 10, customers: 1, level: 10);
        rig.Application.UnderWay = async _ => await Task.Yield();
        Assert.Equal(1, (await rig.RunAsync()).Steps[1].Requests);
    }

    [Fact]
    public async Task A_later_run_asks_again()
    {
        using var rig = Rig(tickets: 10, customers: 2, level: 2);
        await rig.RunAsync();
        Assert.Equal(2, (await rig.RunAsync()).Steps[1].Requests);
    }

    [Fact]
    public async Task What_is_not_there_is_asked_once_and_fails_for_each_record()
    {
        using var rig = Rig(tickets: 20, customers: 2, level: 4);
        rig.Application.StepFault = (step, body) => step == "customer" && body == "1" ? Missing : null;
        var run = await rig.RunAsync();
        Assert.Equal((2, 10, 10), (run.Steps[1].Requests, run.Steps[1].Success, run.Steps[1].Error));
        Assert.All(await rig.OpenErrorsAsync(), e => Assert.Equal("No such customer.", e.Message));
    }

    [Fact]
    public async Task A_refusal_that_may_be_another_next_time_is_nobody_elses()
    {
        using var rig = Rig(tickets: 10, customers: 1, level: 1);
        rig.Application.StepFault = (step, _) => step == "customer" ? Missing with { HttpStatus = 403 } : null;
        Assert.Equal(10, (await rig.RunAsync()).Steps[1].Requests);
    }

    [Fact]
    public async Task Answers_are_kept_within_the_bound_and_the_memory_goes_back_when_the_run_ends()
    {
        var memory = new LookupMemory();
        var megabyte = JsonDocument.Parse($"\"{new string('x', 1_000_000)}\"").RootElement;
        var asked = 0;
        using (var cache = new LookupCache(memory))
        {
            for (var i = 0; i < 100; i++)
            {
                await AskAsync(cache, $"{i}");
                await AskAsync(cache, "0");
            }

            Assert.Equal(100, asked);
            Assert.InRange(Taken(memory), 1, LookupMemory.BytesMax);
        }

        Assert.Equal(0, Taken(memory));

        async Task AskAsync(LookupCache cache, string key) => await cache.GetAsync(
            key,
            () =>
            {
                asked++;
                return ValueTask.FromResult(new LookupAnswer(StepOutcome.Passed, megabyte));
            },
            default);
    }

    [Fact]
    public async Task Who_waits_for_a_request_that_breaks_off_asks_for_himself()
    {
        using var cache = new LookupCache(new LookupMemory());
        var first = new TaskCompletionSource<LookupAnswer>();
        var broken = cache.GetAsync("k", () => new ValueTask<LookupAnswer>(first.Task), default).AsTask();
        var waits = cache.GetAsync(
            "k", () => ValueTask.FromResult(new LookupAnswer(StepOutcome.Passed, default)), default).AsTask();
        Assert.False(waits.IsCompleted);
        first.SetException(new OperationCanceledException());
        await Assert.ThrowsAsync<OperationCanceledException>(() => broken);
        Assert.True((await waits).Outcome.IsPassed);
    }

    private static long Taken(LookupMemory memory)
    {
        var left = 0L;
        for (var bytes = LookupMemory.BytesMax; bytes > 0; bytes /= 2)
        {
            left += memory.TryTake(bytes) ? bytes : 0;
        }

        memory.Return(left);
        return LookupMemory.BytesMax - left;
    }

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;

    private static RunRig Rig(int tickets, int customers, int level)
    {
        var rig = new RunRig(rows: 0, level: level);
        rig.Application.PageSize = 100;
        rig.Application.Rows.AddRange(Enumerable.Range(0, tickets).Select(i => $$"""{"id":{{i}},"c":{{i % customers}}}"""));
        rig.Steps = [rig.Lookup("customer", "c"), rig.Send("write")];
        return rig;
    }
}
