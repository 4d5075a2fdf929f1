using Weir.Engine.Errors;
using Weir.Engine.Runs;
using Weir.Expressions.Paths;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>Runs of changes that are killed, and cancelled before they have come to anything again.</summary>
internal static class KillScene
{
    // More pages than three commits can hold, each of at most a window: however they fall, something is left after them.
    public const int Records = 200;

    public static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 400 };

    /// <summary>Each moment, early and late in the run.</summary>
    public static TheoryData<KillMoment, int> Moments() =>
    [
        .. Enum.GetValues<KillMoment>().Where(m => m < KillMoment.BeforeEnd).SelectMany(moment => new[] { 1, 3, 11 }.Select(
            nth => new TheoryDataRow<KillMoment, int>(moment, moment >= KillMoment.BeforeCommit ? 1 + (nth / 4) : nth))).Distinct(),
    ];

    public static async Task<Run> KilledAsync(RunRig rig, KillMoment moment, int nth) =>
        await Kills.LifeAsync(rig, await rig.NewAsync(RunTrigger.Manual), moment, nth);

    public static async Task<Run> KilledRetryAsync(RunRig rig, KillMoment moment, int nth)
    {
        var run = await rig.NewAsync(RunTrigger.Retry);
        await rig.Errors.ClaimAsync(new ErrorQuery { Flow = RunRig.Flow, Open = true }, run.Id, default);
        return await Kills.LifeAsync(rig, run, moment, moment >= KillMoment.BeforeCommit ? 1 : nth);
    }

    public static Run Resumed(Run run) => run with { Resumes = run.Resumes + 1 };

    /// <summary>The server has started again, and a person cancels before anything was read.</summary>
    public static async Task CancelAtOnceAsync(RunRig rig, Run run) =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rig.CancelledAsync(Resumed(run), new CancellationToken(canceled: true)));

    /// <summary>What nobody knows the outcome of is left to a person.</summary>
    public static async Task RetryKnownAsync(RunRig rig)
    {
        var known = (await rig.OpenErrorsAsync()).Where(e => e.Code != "outcome_unknown").Select(e => e.Id).ToList();
        if (known.Count > 0)
        {
            await rig.RetryAsync(new ErrorQuery { Ids = known });
        }
    }

    /// <summary>Each record was sent by each step once, or stands as unknown there or before.</summary>
    public static async Task AssertOnceAsync(RunRig rig, params string[] steps)
    {
        var open = await rig.OpenErrorsAsync();
        Assert.All(open, e => Assert.Equal("outcome_unknown", e.Code));
        Assert.All(open.CountBy(e => e.TraceKey), c => Assert.Equal(1, c.Value));
        List<string> known = [];
        foreach (var step in steps)
        {
            known.AddRange(open.Where(e => e.Step == step).Select(e => e.TraceKey));
            var sent = rig.SentBy(step).Order().ToList();
            Assert.Equal(sent.Distinct(), sent);
            Assert.Equal(Enumerable.Range(1, Records), sent.Concat(known.Select(int.Parse)).Distinct().Order());
        }
    }

    /// <summary>Records that changed within the overlap: each run reads all of them.</summary>
    public static RunRig Rig(params string[] steps) => Rig(TimeProvider.System, steps);

    public static RunRig Rig(TimeProvider time, params string[] steps)
    {
        var rig = new RunRig(rows: 0, level: 3, time)
        {
            Repeat = RepeatRule.Never,
            Delta = new DeltaPlan(JsonPath.Parse("$.changed"), NewestFirst: false, LeavesOut: true, TimeSpan.FromMinutes(5)),
        };
        rig.Steps = steps.Length == 0 ? null : [.. steps.Select(rig.Send)];
        rig.Application.Rows.AddRange(
            Enumerable.Range(1, Records).Select(i => $$"""{"id":{{i}},"changed":"2026-01-01T00:00:00Z"}"""));
        return rig;
    }
}
