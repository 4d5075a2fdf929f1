using Weir.Engine.Documents;
using Weir.Engine.Flows;
using Weir.Model;
using Weir.Tests.Flows;

namespace Weir.Tests.Runs;

public sealed class MarkTests : IAsyncDisposable
{
    private const string Delta = """
        ,"mode":"delta","delta":{"changed":"$.changed","overlapSeconds":300}
        """;

    private readonly ServiceRig _rig = new();

    private DateTimeOffset Now => _rig.Clock.GetUtcNow();

    [Fact]
    public async Task A_run_that_read_its_source_to_the_end_moves_the_mark_to_its_start()
    {
        var flow = await _rig.FlowAsync();
        Assert.Null(await MarkAsync(flow));
        var start = Now;
        await RunAsync(flow);
        Assert.Equal(start, await MarkAsync(flow));
    }

    [Fact]
    public async Task A_run_that_failed_or_was_cancelled_leaves_the_mark()
    {
        var flow = await _rig.FlowAsync();
        var start = Now;
        await RunAsync(flow);
        _rig.Clock.AdvanceSeconds(100);
        _rig.Application.ReadFault = _ => new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Forbidden, Message = "No.", HttpStatus = 403 };
        await _rig.UntilAsync((await _rig.StartAsync(flow)).Id, RunStatus.Failed);
        _rig.Application.ReadFault = _ => null;
        var hold = _rig.Hold();
        var cancelled = await _rig.StartAsync(flow);
        await Wait.UntilAsync(() => _rig.Application.Peak > 0);
        var cancel = _rig.Runs.CancelAsync(cancelled.Id, default);
        hold.SetResult();
        await cancel;
        Assert.Equal(start, await MarkAsync(flow));
    }

    [Fact]
    public async Task Runs_deliver_what_has_changed_and_nothing_twice()
    {
        Rows(1, 2, 3);
        var flow = await _rig.FlowAsync(export: Delta);
        await RunAsync(flow);
        _rig.Clock.AdvanceSeconds(600);
        Rows(4);
        await RunAsync(flow);
        _rig.Clock.AdvanceSeconds(60);
        Rows(5);
        await RunAsync(flow);
        Assert.Equal(["1", "2", "3", "4", "5"], Arrived.Order());
    }

    [Fact]
    public async Task What_was_given_is_given_again_after_somebody_set_the_mark()
    {
        Rows(1, 2, 3);
        var flow = await _rig.FlowAsync(export: Delta);
        await RunAsync(flow);
        await SetAsync(flow, null);
        Assert.Null(await MarkAsync(flow));
        await RunAsync(flow);
        Assert.Equal(6, Arrived.Count());
    }

    [Fact]
    public async Task A_run_from_a_date_gives_what_changed_since_then_and_moves_the_mark_only_over_what_it_read()
    {
        Rows(1);
        _rig.Clock.AdvanceSeconds(3600);
        Rows(2);
        var flow = await _rig.FlowAsync(export: Delta);
        await RunAsync(flow, since: Now.AddSeconds(-60));
        Assert.Equal(["2"], Arrived);
        Assert.Null(await MarkAsync(flow));
        await RunAsync(flow);
        var mark = Now;
        Assert.Equal(mark, await MarkAsync(flow));
        _rig.Clock.AdvanceSeconds(3600);
        await RunAsync(flow, since: Now.AddSeconds(-60));
        Assert.Equal(mark, await MarkAsync(flow));
        await RunAsync(flow, since: mark.AddSeconds(-60));
        Assert.Equal(Now, await MarkAsync(flow));
    }

    [Theory]
    [InlineData("{}", "marks required")]
    [InlineData("""{"marks":[{}]}""", "marks[0].source required")]
    [InlineData("""{"marks":[{"source":"rows"}]}""", "marks[0].at required")]
    [InlineData("""{"marks":[{"source":"none","at":null}]}""", "marks[0].source validation")]
    [InlineData("""{"marks":[{"source":"rows","at":null},{"source":"rows","at":null}]}""", "marks[1].source validation")]
    [InlineData("""{"marks":[{"source":"rows","at":"soon"}]}""", "marks[0].at validation")]
    [InlineData("""{"marks":[{"source":"rows","at":"2999-01-01T00:00:00Z"}]}""", "marks[0].at validation")]
    [InlineData("""{"marks":[{"source":"rows","at":null,"colour":1}]}""", "marks[0].colour unknown_field")]
    public async Task What_is_wrong_with_marks_is_refused_with_its_field(string body, string expected)
    {
        var flow = await _rig.FlowAsync();
        Assert.Equal(expected, await Workshop.RefusedAsync(() => _rig.Marks.SetAsync(flow, Body.Parse(body), default)));
    }

    [Fact]
    public async Task Marks_are_not_set_under_a_run()
    {
        var flow = await _rig.FlowAsync();
        _rig.Hold();
        await _rig.StartAsync(flow);
        Assert.Equal(" conflict", await Workshop.RefusedAsync(() => SetAsync(flow, Now)));
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private IEnumerable<string> Arrived => _rig.Application.Sink.Select(s => s.Body.Split(':', ',')[1]);

    private void Rows(params int[] ids)
    {
        if (ids[0] == 1)
        {
            _rig.Application.Rows.Clear();
        }

        _rig.Application.Rows.AddRange(ids.Select(i => $$"""{"id":{{i}},"n":"x","changed":"{{Now.AddSeconds(-i):O}}"}"""));
    }

    private async Task RunAsync(FlowId flow, DateTimeOffset? since = null) =>
        await _rig.UntilAsync((await _rig.StartAsync(flow, since: since)).Id, RunStatus.Completed);

    private async Task<DateTimeOffset?> MarkAsync(FlowId flow) =>
        Assert.Single((await _rig.Marks.ReadAsync(flow, default)).Marks).At;

    private Task<MarksView> SetAsync(FlowId flow, DateTimeOffset? at) => _rig.Marks.SetAsync(
        flow,
        Body.Parse($$"""{"marks":[{"source":"rows","at":{{(at is null ? "null" : $"\"{at:O}\"")}}}]}"""),
        default);
}
