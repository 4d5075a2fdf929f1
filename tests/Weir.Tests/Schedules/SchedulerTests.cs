using Microsoft.Extensions.Logging.Abstractions;
using Weir.Engine.Schedules;
using Weir.Model;
using Weir.Tests.Fakes;
using Weir.Tests.Runs;

namespace Weir.Tests.Schedules;

/// <summary>The clock stands at 12:00 on 26 August 2026, UTC.</summary>
public sealed class SchedulerTests : IAsyncDisposable
{
    private const string EveryHour = ""","schedule":{"cron":"0 0 * * * ?"}""";
    private const string EveryHourSkips = ""","schedule":{"cron":"0 0 * * * ?","missed":"skip"}""";

    private readonly ServiceRig _rig = new();
    private readonly InMemoryScheduleStore _store = new();
    private Scheduler? _scheduler;

    [Fact]
    public async Task A_flow_runs_when_it_is_due()
    {
        await _rig.FlowAsync(fields: EveryHour);
        await StartAsync();
        await PassAsync(TimeSpan.FromMinutes(59), runs: 0);
        await PassAsync(TimeSpan.FromMinutes(1), runs: 1);
        await PassAsync(TimeSpan.FromMinutes(60), runs: 2);
        Assert.All(await _rig.AllAsync(), r => Assert.Equal(RunTrigger.Schedule, r.Trigger));
    }

    [Fact]
    public async Task A_schedule_that_comes_later_or_changes_is_followed()
    {
        await StartAsync();
        var flow = await _rig.FlowAsync();
        await PassAsync(TimeSpan.FromMinutes(61), runs: 0);
        await _rig.ChangeAsync(flow, """{"schedule":{"cron":"0 10 * * * ?"}}""");
        await KnownAsync(flow, "0 10 * * * ? UTC");
        await PassAsync(TimeSpan.FromMinutes(8), runs: 0);
        await PassAsync(TimeSpan.FromMinutes(1), runs: 1);
        await _rig.ChangeAsync(flow, """{"schedule":null}""");
        await KnownAsync(flow, null);
        await PassAsync(TimeSpan.FromMinutes(120), runs: 1);
    }

    [Fact]
    public async Task A_flow_that_is_switched_off_does_not_run_and_misses_nothing()
    {
        var flow = await _rig.FlowAsync(fields: EveryHour);
        await StartAsync();
        await KnownAsync(flow, "0 0 * * * ? UTC");
        await _rig.ChangeAsync(flow, """{"enabled":false}""");
        await KnownAsync(flow, null);
        await PassAsync(TimeSpan.FromMinutes(200), runs: 0);
        await _rig.ChangeAsync(flow, """{"enabled":true}""");
        await KnownAsync(flow, "0 0 * * * ? UTC");
        await PassAsync(TimeSpan.FromMinutes(30), runs: 0);
        await PassAsync(TimeSpan.FromMinutes(10), runs: 1);
    }

    [Theory]
    [InlineData(EveryHour, 1)]
    [InlineData(EveryHourSkips, 0)]
    public async Task What_came_due_while_the_server_was_down_runs_once_or_is_skipped(string fields, int runs)
    {
        var flow = await _rig.FlowAsync(fields: fields);
        await StartAsync();
        await KnownAsync(flow, "0 0 * * * ? UTC");
        await _scheduler!.DisposeAsync();
        _rig.Clock.Advance(TimeSpan.FromMinutes(290));
        await StartAsync();
        await PassAsync(TimeSpan.Zero, runs);
        await PassAsync(TimeSpan.FromMinutes(10), runs + 1);
    }

    [Fact]
    public async Task What_came_due_while_the_machine_slept_is_one_run()
    {
        await _rig.FlowAsync(fields: EveryHour);
        await StartAsync();
        await PassAsync(TimeSpan.FromMinutes(290), runs: 1);
    }

    [Fact]
    public async Task A_run_that_takes_long_has_one_that_waits_behind_it()
    {
        var flow = await _rig.FlowAsync(fields: EveryHour);
        var hold = _rig.Hold();
        await StartAsync();
        await KnownAsync(flow, "0 0 * * * ? UTC");
        for (var hour = 0; hour < 4; hour++)
        {
            _rig.Clock.Advance(TimeSpan.FromHours(1));
            await LookedAsync(flow);
        }

        Assert.Equal([RunStatus.Running, RunStatus.Queued], (await _rig.AllAsync()).Select(r => r.Status));
        hold.SetResult();
        await PassAsync(TimeSpan.Zero, runs: 2);
    }

    [Fact]
    public async Task A_flow_that_cannot_run_leaves_the_others_in_peace()
    {
        await _rig.FlowAsync("A", EveryHour);
        var broken = await _rig.FlowAsync("B", EveryHour);
        await _rig.ChangeAsync(broken, """{"steps":[]}""");
        await StartAsync();
        await PassAsync(TimeSpan.FromMinutes(60), runs: 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (_scheduler is not null)
        {
            await _scheduler.DisposeAsync();
        }

        await _rig.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _scheduler = new Scheduler(_rig.Editor, _rig.Resources, _store, _rig.Runs, _rig.Clock, NullLogger<Scheduler>.Instance);
        _scheduler.Start();
        await Wait.UntilAsync(() => _scheduler.LookedAt >= _rig.Clock.GetUtcNow());
    }

    /// <summary>Time passes; then so many runs have come, and have ended.</summary>
    private async Task PassAsync(TimeSpan time, int runs)
    {
        _rig.Clock.Advance(time);
        var now = _rig.Clock.GetUtcNow();
        await Wait.UntilAsync(() =>
        {
            _rig.Editor.Announce([(ResourceKind.Flow, "flow_none")]);
            return _scheduler!.LookedAt >= now;
        });
        await Wait.UntilAsync(() => _rig.AllAsync().GetAwaiter().GetResult() is var all && all.Count == runs && all.All(r => !r.IsActive));
    }

    private Task KnownAsync(FlowId flow, string? key) => Wait.UntilAsync(() => _store.KeyOf(flow) == key);

    // It may have begun to wait just as the clock moved: word of a change makes it look again.
    private Task LookedAsync(FlowId flow) => Wait.UntilAsync(() =>
    {
        _rig.Editor.Announce([(ResourceKind.Flow, flow.Value)]);
        return _store.AtOf(flow) == _rig.Clock.GetUtcNow();
    });
}
