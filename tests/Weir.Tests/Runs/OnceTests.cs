using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

public sealed class OnceTests
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No.", HttpStatus = 422 };

    private static readonly Fault Lost =
        new() { Kind = FaultKind.Unknown, Code = ErrorCodes.Timeout, Message = "Lost.", HttpStatus = null };

    [Fact]
    public async Task A_record_is_marked_at_its_source_after_its_last_step()
    {
        using var rig = Rig(30);
        rig.Mark!.UnderWay = body =>
        {
            Assert.Contains(rig.Application.Sink, s => s.Body == body);
            return Task.CompletedTask;
        };
        var run = await rig.RunAsync();
        Assert.Equal(30, rig.Mark.Sink.Count);
        Assert.Equal(("rows.once", 30L, 30L), (run.Steps[^1].Id, run.Steps[^1].Read, run.Steps[^1].Success));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_that_failed_is_not_marked_before_it_has_passed(bool goesOn)
    {
        using var rig = Rig(10);
        rig.ContinueOnError = goesOn;
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, false) : (null, true);
        await rig.RunAsync();
        Assert.Equal(9, rig.Mark!.Sink.Count);
        rig.Application.SendFault = (_, _) => (null, true);
        await rig.RetryAsync();
        Assert.Equal(10, rig.Mark.Sink.Count);
        Assert.Empty(await rig.OpenErrorsAsync());
    }

    [Fact]
    public async Task A_mark_that_is_refused_is_an_error_of_its_own_and_delivers_nothing_again()
    {
        using var rig = Rig(10);
        rig.Mark!.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, false) : (null, true);
        await rig.RunAsync();
        Assert.Equal("rows.once", Assert.Single(await rig.OpenErrorsAsync()).Step);
        rig.Mark.SendFault = (_, _) => (null, true);
        await rig.RetryAsync();
        Assert.Equal((10, 10), (rig.Application.Sink.Count, rig.Mark.Sink.Count));
    }

    [Fact]
    public async Task A_kill_between_delivery_and_mark_delivers_again_with_the_same_key()
    {
        using var rig = Rig(40);
        using var kill = new CancellationTokenSource();
        rig.Mark!.UnderWay = body => body.Contains("\"id\":17,") ? kill.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.LiveAsync(run, kill.Token));
        rig.Mark.UnderWay = _ => Task.CompletedTask;
        await rig.LiveAsync((await rig.Store.FindAsync(run.Id, default))!, default);
        Assert.Equal(40, rig.Mark.Sink.Select(s => s.Body).Distinct().Count());
        Assert.All(rig.Application.Sink.GroupBy(s => s.Body), g => Assert.Single(g.Select(s => s.Key).Distinct()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_may_have_been_sent_and_is_not_marked_is_not_sent_again_by_the_next_run(bool arrived)
    {
        using var rig = Rig(10);
        rig.Repeat = RepeatRule.Never;
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Lost, arrived) : (null, true);
        await rig.RunAsync();
        rig.Application.SendFault = (_, _) => (null, true);
        var next = await NextAsync(rig);
        Assert.Equal((0, arrived ? 10 : 9), (next.Steps[0].Read, rig.Application.Sink.Count));
        Assert.Equal("outcome_unknown", Assert.Single(await rig.OpenErrorsAsync()).Code);
        await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal(10, rig.Mark!.Sink.Count);
    }

    [Fact]
    public async Task What_was_sent_and_whose_mark_was_refused_is_not_sent_again_by_the_next_run()
    {
        using var rig = Rig(10);
        rig.Repeat = RepeatRule.Never;
        rig.Mark!.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, false) : (null, true);
        await rig.RunAsync();
        await NextAsync(rig);
        Assert.Equal((10, "rows.once"), (rig.Application.Sink.Count, Assert.Single(await rig.OpenErrorsAsync()).Step));
        rig.Mark.SendFault = (_, _) => (null, true);
        await rig.RetryAsync();
        Assert.Equal((10, 10), (rig.Application.Sink.Count, rig.Mark.Sink.Count));
    }

    [Fact]
    public async Task What_was_refused_before_anything_was_sent_is_tried_again_by_the_next_run()
    {
        using var rig = Rig(10);
        rig.Repeat = RepeatRule.Never;
        rig.Application.SendFault = (_, body) => body.Contains("\"id\":7,") ? (Refused, false) : (null, true);
        await rig.RunAsync();
        rig.Application.SendFault = (_, _) => (null, true);
        await NextAsync(rig);
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.Equal((10, 10), (rig.Application.Sink.Count, rig.Mark!.Sink.Count));
    }

    [Fact]
    public async Task Two_records_of_one_run_that_share_a_key_are_two()
    {
        using var rig = Rig(0);
        rig.Repeat = RepeatRule.Never;
        rig.Application.PageSize = 1;
        rig.Application.Rows.AddRange(["""{"id":1,"n":"a"}""", """{"id":1,"n":"b"}"""]);
        rig.Application.SendFault = (n, _) => n == 1 ? (Lost, true) : (null, true);
        await rig.RunAsync();
        Assert.Equal(2, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task Records_of_other_sources_are_not_marked()
    {
        using var rig = Rig(5);
        var other = new FakeApplication();
        other.Rows.AddRange(["""{"id":1,"n":"other"}""", """{"id":2,"n":"other"}"""]);
        rig.More.Add(other);
        var run = await rig.RunAsync();
        Assert.Equal((7, 5), (rig.Application.Sink.Count, rig.Mark!.Sink.Count));
        Assert.Equal(5, run.Steps[^1].Read);
    }

    [Fact]
    public async Task What_passes_resolves_no_error_of_another_source()
    {
        using var rig = Rig(1);
        rig.Mark = null;
        var other = new FakeApplication();
        other.Rows.Add("""{"id":1,"n":"other"}""");
        rig.More.Add(other);
        rig.Application.SendFault = (_, body) => body.Contains("other") ? (Refused, false) : (null, true);
        await rig.RunAsync();
        await rig.RunAsync();
        Assert.Equal(("more1", 2), (await rig.OpenErrorsAsync()) is [var error] ? (error.Source, error.Attempts) : default);
    }

    /// <summary>The next run: what was marked is not in the list any more.</summary>
    private static Task<Run> NextAsync(RunRig rig)
    {
        rig.Application.Rows.RemoveAll(row => rig.Mark!.Sink.Any(s => s.Body == row));
        return rig.RunAsync();
    }

    private static RunRig Rig(int rows) => new(rows) { Mark = new FakeApplication() };
}
