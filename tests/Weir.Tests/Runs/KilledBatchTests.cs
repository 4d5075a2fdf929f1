using Weir.Model;
using Weir.Tests.Fakes;
using static Weir.Tests.Runs.KillScene;

namespace Weir.Tests.Runs;

/// <summary>
/// A run is killed while records wait for one another, and cancelled before it has come to them again. // Promises 1 and 2
/// </summary>
public sealed class KilledBatchTests
{
    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task A_batch_that_was_killed_half_way_is_not_sent_again(KillMoment moment, int nth)
    {
        using var rig = Rig();
        rig.Steps = [rig.Send("write") with { BatchSize = 4 }];
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, Math.Min(nth, 3)));
        await rig.RunAsync();
        var open = await rig.OpenErrorsAsync();
        Assert.All(open, e => Assert.Equal("outcome_unknown", e.Code));
        Assert.All(InBatches(rig).CountBy(i => i), c => Assert.Equal(1, c.Value));
        Assert.Equal(
            Enumerable.Range(1, Records), InBatches(rig).Concat(open.Select(e => int.Parse(e.TraceKey))).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task A_batch_that_was_killed_half_way_and_goes_on_is_not_sent_again(KillMoment moment, int nth)
    {
        using var rig = Rig();
        rig.Delta = null;
        rig.Steps = [rig.Send("write") with { BatchSize = 4 }];
        await rig.LiveAsync(Resumed(await KilledAsync(rig, moment, Math.Min(nth, 3))), default);
        Assert.All(InBatches(rig).CountBy(i => i), c => Assert.Equal(1, c.Value));
        Assert.Equal(
            Enumerable.Range(1, Records),
            InBatches(rig).Concat((await rig.OpenErrorsAsync()).Select(e => int.Parse(e.TraceKey))).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task Records_that_are_the_same_in_one_page_arrive_as_often_as_they_stand_there(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        rig.Delta = null;
        rig.Application.Rows.Clear();
        rig.Application.Rows.AddRange(Enumerable.Range(0, Records).Select(i => $$"""{"id":{{i / 5}},"n":"the same"}"""));
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, nth));
        await RetryKnownAsync(rig);
        var unknown = await rig.OpenErrorsAsync();
        Assert.All(unknown, e => Assert.Equal("outcome_unknown", e.Code));
        foreach (var id in Enumerable.Range(0, Records / 5))
        {
            // What came to neither step's errors is at the source: the next run reads it.
            var (first, second) = (rig.SentBy("first").Count(i => i == id), rig.SentBy("second").Count(i => i == id));
            Assert.InRange(first, second, 5);
            Assert.InRange(first - second, 0, unknown.Count(e => e.TraceKey == $"{id}"));
        }
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task What_came_through_one_case_of_a_branch_goes_on_at_the_next_case(KillMoment moment, int nth)
    {
        using var rig = Branched();
        await CancelAtOnceAsync(rig, await KilledAsync(rig, moment, Math.Min(nth, 3)));
        await AssertBranchedAsync(rig);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public async Task What_waits_behind_a_case_when_the_run_is_cancelled_goes_on_at_the_next_case(int after)
    {
        using var rig = Branched();
        using var cancel = new CancellationTokenSource();
        rig.Application.UnderWay = _ => Interlocked.Decrement(ref after) == 0 ? cancel.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.CancelledAsync(run, cancel.Token));
        rig.Application.UnderWay = _ => Task.CompletedTask;
        await AssertBranchedAsync(rig);
    }

    /// <summary>Every record goes to both cases; those of the first leave in batches.</summary>
    private static RunRig Branched()
    {
        var rig = Rig();
        rig.Steps = [PlanSteps.Branch("both", true, (null, [rig.Send("batch") with { BatchSize = 4 }]), (null, [rig.Send("single")]))];
        return rig;
    }

    private static async Task AssertBranchedAsync(RunRig rig)
    {
        await rig.RunAsync();
        await RetryKnownAsync(rig);
        var open = await rig.OpenErrorsAsync();
        Assert.All(open, e => Assert.Equal("outcome_unknown", e.Code));
        Assert.All(InBatches(rig).CountBy(i => i), c => Assert.Equal(1, c.Value));
        Assert.All(rig.SentBy("single").CountBy(i => i), c => Assert.Equal(1, c.Value));
        Assert.Equal(
            Enumerable.Range(1, Records), rig.SentBy("single").Concat(open.Select(e => int.Parse(e.TraceKey))).Distinct().Order());
        Assert.Equal(
            Enumerable.Range(1, Records), InBatches(rig).Concat(open.Select(e => int.Parse(e.TraceKey))).Distinct().Order());
    }

    private static IEnumerable<int> InBatches(RunRig rig) => rig.Application.Sink.Where(s => s.Body.StartsWith('['))
        .SelectMany(s => Expressions.Json.Of(s.Body).EnumerateArray().Select(r => r.GetProperty("id").GetInt32()));
}
