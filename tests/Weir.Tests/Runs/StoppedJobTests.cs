using Weir.Expressions.Templates;
using Weir.Model;
using Weir.Tests.Fakes;
using static Weir.Tests.Runs.KillScene;

namespace Weir.Tests.Runs;

/// <summary>Runs that are killed or cancelled with jobs under way: nothing is lost, and no macro is begun twice. // Promises 1 and 2</summary>
public sealed class StoppedJobTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly RunRig _rig;
    private readonly CancellationTokenSource _stop = new();
    private FakeJobs _jobs = new();

    public StoppedJobTests()
    {
        _rig = Rig(_clock);
        _rig.Application.Rows.Clear();
        _rig.Application.Rows.AddRange(
            Enumerable.Range(1, Records).Select(i => $$"""{"id":{{i}},"changed":"2026-01-01T00:00:00Z","to":"new"}"""));
    }

    /// <summary>Of each kind of request one of the first and a later one.</summary>
    public static TheoryData<string, int, bool> Stops() =>
    [
        .. from kind in (string[])["start", "ask", "check"]
           from nth in (int[])[1, 2, 7]
           from isKill in (bool[])[true, false]
           select new TheoryDataRow<string, int, bool>(kind, nth, isKill),
    ];

    public void Dispose()
    {
        _rig.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public Task No_macro_is_begun_twice_and_what_is_not_known_says_by_which_job(string kind, int nth, bool isKill) =>
        OnceAsync(kind, nth, isKill, order: null);

    [Theory]
    [MemberData(nameof(Stops))]
    public Task Nor_is_one_in_an_order(string kind, int nth, bool isKill) => OnceAsync(kind, nth, isKill, Template.Parse("{{id}}"));

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task What_a_stopped_run_has_not_come_to_is_done_by_the_next_one_or_by_a_retry(string kind, int nth, bool isKill)
    {
        _jobs = new FakeJobs { Min = 5 };
        _rig.Repeat = RepeatRule.Always;
        await StoppedAsync(kind, nth, isKill);
        await LiveAsync(() => _rig.RunAsync());
        await LiveAsync(() => _rig.RetryAsync());
        Assert.Empty(await _rig.OpenErrorsAsync());
        Assert.Equal(Records, _jobs.Values.Count);
        Assert.Equal(Enumerable.Range(1, Records), _rig.SentBy("after").Distinct().Order());
    }

    private async Task OnceAsync(string kind, int nth, bool isKill, Template? order)
    {
        _jobs = new FakeJobs { Min = 1 };
        await StoppedAsync(kind, nth, isKill, order);
        await LiveAsync(() => _rig.RunAsync());
        await LiveAsync(async () =>
        {
            await RetryKnownAsync(_rig);
            return null!;
        });
        var begun = _jobs.Jobs.SelectMany(j => j).ToList();
        Assert.Equal(begun.Distinct(), begun);
        var open = await _rig.OpenErrorsAsync();
        var unknown = open.ToLookup(e => e.Step, e => e.TraceKey);
        Assert.All(open, e => Assert.Equal(ErrorCodes.OutcomeUnknown, e.Code));
        Assert.Equal(Enumerable.Range(1, Records), begun.Union(unknown["macro"]).Select(int.Parse).Order());
        Assert.Equal(
            Enumerable.Range(1, Records), _rig.SentBy("after").Union(open.Select(e => int.Parse(e.TraceKey))).Order());
        Assert.Equal(open.Count, open.DistinctBy(e => e.TraceKey).Count());
        Assert.True(kind != "ask" || open.Any(e => e.Step == "macro" && e.Message.Contains("job 7", StringComparison.Ordinal)));
    }

    /// <summary>A run of changes that is stopped while such a request is under way, and does not go on.</summary>
    private async Task StoppedAsync(string kind, int nth, bool isKill, Template? order = null)
    {
        _rig.Steps = [_rig.Send("macro") with { Adaptor = _jobs, Call = _jobs.Import(), OrderKey = order }, _rig.Send("after") with { Repeat = RepeatRule.Never }];
        _jobs.UnderWay = k => k == kind && _jobs.CountOf(kind) >= nth ? _stop.CancelAsync() : Task.CompletedTask;
        var run = await _rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LiveAsync(async () =>
        {
            if (isKill)
            {
                return await _rig.LiveAsync(run, _stop.Token);
            }

            await _rig.CancelledAsync(run, _stop.Token);
            return run;
        }));
        _jobs.UnderWay = _ => Task.CompletedTask;
        if (isKill)
        {
            await CancelAtOnceAsync(_rig, (await _rig.Store.FindAsync(run.Id, default))!);
        }
    }

    /// <summary>One life; time goes on while it waits.</summary>
    private async Task<Run> LiveAsync(Func<Task<Run>> life)
    {
        var living = life();
        await Wait.UntilAsync(() =>
        {
            _clock.AdvanceSeconds(1);
            return living.IsCompleted;
        });
        return await living;
    }
}
