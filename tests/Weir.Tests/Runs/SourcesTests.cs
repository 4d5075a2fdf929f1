using Weir.Engine.Runs;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

public sealed class SourcesTests
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Forbidden, Message = "Not for you.", HttpStatus = 403 };

    [Fact]
    public async Task Sources_are_read_one_after_the_other_and_each_has_its_counts()
    {
        using var rig = Rig(first: 25, second: 12);
        var run = await rig.RunAsync();
        Assert.Equal(new StepCounts("rows", 25, 25, 0, 0, 3), run.Steps[0]);
        Assert.Equal(new StepCounts("more1", 12, 12, 0, 0, 2), run.Steps[1]);
        Assert.Equal(("write", 37L), (run.Steps[2].Id, run.Steps[2].Success));
        Assert.Equal(5, run.Pages);
        Assert.Equal(["rows", "more1"], rig.ReadToEnd);
    }

    [Fact]
    public async Task The_window_goes_on_over_the_end_of_a_source()
    {
        using var rig = Rig(first: 10, second: 10);
        var bothRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.More[0].ReadFault = _ =>
        {
            bothRead.TrySetResult();
            return null;
        };
        rig.Application.UnderWay = _ => bothRead.Task;
        await rig.RunAsync();
        Assert.Equal(20, rig.Application.Sink.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task After_kills_every_record_of_every_source_has_arrived_and_is_counted_once(int seed)
    {
        var random = new Random(seed);
        using var rig = Rig(first: 70, second: 55, third: 90);
        var run = await rig.NewAsync(RunTrigger.Manual);
        for (var life = 0; life < 5; life++)
        {
            using var kill = new CancellationTokenSource();
            var left = life == 4 ? int.MaxValue : random.Next(5, 60);
            rig.Application.UnderWay = _ => Interlocked.Decrement(ref left) == 0 ? kill.CancelAsync() : Task.CompletedTask;
            try
            {
                run = await rig.LiveAsync(run, kill.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                run = (await rig.Store.FindAsync(run.Id, default))!;
            }
        }

        Assert.Equal([70L, 55L, 90L, 215L], run.Steps.Select(s => s.Success));
        Assert.Equal(215, rig.Application.Sink.Select(s => s.Body).Distinct().Count());
        Assert.All(rig.Application.Sink.GroupBy(s => s.Body), g => Assert.Single(g.Select(s => s.Key).Distinct()));
        Assert.Equal(RunStatus.Completed, run.Status);
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_does_not_keep_the_others_from_being_read()
    {
        using var rig = Rig(first: 30, second: 20);
        rig.Application.ReadFault = state => state == "10" ? Refused : null;
        var failure = await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Equal(("forbidden", true), (failure.Code, failure.AtSource));
        Assert.Contains("The source rows ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(30, rig.Application.Sink.Count);
        Assert.Equal(["more1"], rig.ReadToEnd);
    }

    [Fact]
    public async Task That_a_source_could_not_be_read_is_known_after_a_kill()
    {
        using var rig = Rig(first: 30, second: 90);
        rig.Application.ReadFault = state => state == "10" ? Refused : null;
        using var kill = new CancellationTokenSource();
        rig.Application.UnderWay = body => body.Contains("\"id\":85,") ? kill.CancelAsync() : Task.CompletedTask;
        var run = await rig.NewAsync(RunTrigger.Manual);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.LiveAsync(run, kill.Token));
        rig.Application.UnderWay = _ => Task.CompletedTask;
        rig.Application.ReadFault = _ => null;
        run = (await rig.Store.FindAsync(run.Id, default))!;
        var failure = await Assert.ThrowsAsync<RunFailedException>(() => rig.LiveAsync(run, default));
        Assert.Equal("forbidden", failure.Code);
        Assert.Equal(["more1"], rig.ReadToEnd);
        Assert.Equal(90, rig.Application.Sink.Select(s => s.Body).Distinct().Count(b => b.Contains("more")));
    }

    [Fact]
    public async Task The_same_record_of_two_sources_is_two_records()
    {
        using var rig = Rig(first: 3, second: 0);
        rig.More[0].Rows.AddRange(rig.Application.Rows);
        await rig.RunAsync();
        Assert.Equal(6, rig.Application.Sink.Select(s => s.Key).Distinct().Count());
    }

    [Fact]
    public async Task An_error_of_a_later_source_is_retried_by_its_own_rules()
    {
        using var rig = Rig(first: 3, second: 4);
        rig.Filter = Weir.Expressions.Filters.Filter.Parse(Expressions.Json.Of("""{"!=":[{"var":"n"},"more 2"]}"""));
        rig.Application.SendFault = (_, body) => body.Contains("more") ? (Refused, false) : (null, true);
        var run = await rig.RunAsync();
        Assert.Equal((4L, 3L, 1L), (run.Steps[1].Read, run.Steps[1].Success, run.Steps[1].Ignored));
        rig.Application.SendFault = (_, _) => (null, true);
        var retry = await rig.RetryAsync();
        Assert.Empty(await rig.OpenErrorsAsync());
        Assert.All(retry.Steps, s => Assert.Equal(s.Read, s.Success + s.Error + s.Ignored));
        Assert.Equal(3, retry.Steps[2].Success);
    }

    private static RunRig Rig(int first, int second, int third = 0)
    {
        var rig = new RunRig(first);
        rig.More.Add(List("more", second));
        if (third > 0)
        {
            rig.More.Add(List("still more", third));
        }

        return rig;
    }

    private static FakeApplication List(string name, int rows)
    {
        var list = new FakeApplication();
        list.Rows.AddRange(Enumerable.Range(1, rows).Select(i => $$"""{"id":{{i}},"n":"{{name}} {{i}}"}"""));
        return list;
    }
}
