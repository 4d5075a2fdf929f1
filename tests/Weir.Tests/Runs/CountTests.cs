using Weir.Engine.Errors;
using Weir.Model;
using Weir.Tests.Fakes;

namespace Weir.Tests.Runs;

/// <summary>Laws of every flow, over flows of all kinds that are made of seeds.</summary>
public sealed class CountTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task At_every_step_what_was_read_passed_failed_or_was_left_out(int seed)
    {
        using var rig = new RunRig(rows: 0, level: 1 + (seed % 6));
        var rows = RandomFlow.MakeIn(rig, seed, rows: 60);

        var run = await Kills.LiveAsync(rig, seed, kills: seed % 4).WaitAsync(Bound, TestContext.Current.CancellationToken);

        AddsUp(run);
        Assert.Equal(rows, run.Steps.Take(rig.More.Count + 1).Sum(s => s.Read));
        rig.Application.StepFault = (_, _) => null;
        for (var round = 0; round < 10 && (await rig.OpenErrorsAsync()).Count > 0; round++)
        {
            AddsUp(await rig.RetryAsync(new ErrorQuery()).WaitAsync(Bound, TestContext.Current.CancellationToken));
        }

        Assert.Empty(await rig.OpenErrorsAsync());
    }

    [Fact]
    public async Task Every_kind_of_source_and_step_goes_through_one_connection_of_level_1()
    {
        using var rig = new RunRig(rows: 0, level: 1);
        var file = new FakeRows();
        RandomFlow.AllKindsIn(rig, rows: 50, file);

        var run = await rig.RunAsync().WaitAsync(Bound, TestContext.Current.CancellationToken);

        AddsUp(run);
        Assert.Equal(1, rig.Application.Peak);
        Assert.Equal(
            "rows:50 more1:50 alone:100 together:100 one:100 never:100 batch:100 all:100 inside:60 low:60 first:100 few:60 rest:40 file:100 ordered:100 rows.once:50",
            string.Join(' ', run.Steps.Select(s => $"{s.Id}:{s.Success}")));
        Assert.Equal(100, file.Lines.Count);
    }

    private static void AddsUp(Run run) => Assert.All(run.Steps, s => Assert.Equal((s.Id, s.Read), (s.Id, s.Success + s.Error + s.Ignored)));
}
