using Weir.Model;
using Weir.Tests.Fakes;
using static Weir.Tests.Runs.KillScene;

namespace Weir.Tests.Runs;

/// <summary>
/// A retry is killed, and cancelled before it has come to its errors again: what it has sent is not sent by the next one, and every
/// error is open or done. // Promises 1 and 2
/// </summary>
public sealed class KilledRetryTests
{
    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task What_a_killed_and_cancelled_retry_has_sent_is_not_sent_by_the_next_one(KillMoment moment, int nth)
    {
        using var rig = Rig();
        rig.Application.StepFault = (_, _) => Refused;
        await rig.RunAsync();
        rig.Application.StepFault = (_, _) => null;
        await CancelAtOnceAsync(rig, await KilledRetryAsync(rig, moment, nth));
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "write");
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task A_retry_that_came_to_a_later_step_leaves_its_error_there(KillMoment moment, int nth)
    {
        using var rig = Rig("first", "second");
        rig.Steps = [rig.Send("first") with { Repeat = RepeatRule.Always }, rig.Send("second")];
        rig.Application.StepFault = (_, _) => Refused;
        await rig.RunAsync();
        rig.Application.StepFault = (_, _) => null;
        await CancelAtOnceAsync(rig, await KilledRetryAsync(rig, moment, Math.Min(nth, 6)));
        await RetryKnownAsync(rig);
        await AssertOnceAsync(rig, "second");
        Assert.Equal(Enumerable.Range(1, Records), rig.SentBy("first").Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Moments), MemberType = typeof(KillScene))]
    public async Task Errors_that_a_killed_and_cancelled_retry_had_claimed_are_open_and_free(KillMoment moment, int nth)
    {
        using var rig = Rig();
        rig.Application.StepFault = (_, _) => Refused;
        await rig.RunAsync();
        rig.Application.StepFault = (_, _) => null;
        await rig.EndAsync(await KilledRetryAsync(rig, moment, nth));
        var left = await rig.OpenErrorsAsync();
        Assert.Equal(
            Enumerable.Range(1, Records),
            rig.SentBy("write").Concat(left.Select(e => int.Parse(e.TraceKey))).Distinct().Order());
        await RetryKnownAsync(rig);
        Assert.All(await rig.OpenErrorsAsync(), e => Assert.Equal("outcome_unknown", e.Code));
        Assert.All(rig.SentBy("write").CountBy(i => i), c => Assert.Equal(1, c.Value));
    }
}
