using System.Text.Json;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>Lookups of one page that are answered together.</summary>
public sealed class LookupGroupTests
{
    private static readonly Fault Refused =
        new() { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "No fours.", HttpStatus = 422 };

    [Fact]
    public async Task The_records_of_a_page_are_asked_for_together_and_each_gets_its_own()
    {
        using var rig = Rig(rows: 24);
        var run = await rig.RunAsync();
        Assert.Equal([4, 5, 5, 5, 5], Asked(rig).Select(a => a.Count).Order());
        Assert.Equal((24, 24, 0, 5L), (run.Steps[1].Read, run.Steps[1].Success, run.Steps[1].Error, run.Steps[1].Requests));
        Assert.Equal(Enumerable.Range(1, 24).Select(i => (i, i)), Found(rig));
    }

    [Fact]
    public async Task What_several_records_ask_for_is_asked_once_also_over_pages()
    {
        using var rig = Rig(rows: 0);
        rig.Application.Rows.AddRange(Enumerable.Range(1, 30).Select(i => $$"""{"id":{{i}},"n":"row {{i}}","c":{{i % 3}}}"""));
        rig.Steps = [rig.LookupTogether("find", "c", 5), rig.Send("write")];
        // One page after the other, so that what the first one has asked is known to the second one.
        rig.Level = 1;
        var run = await rig.RunAsync();
        Assert.Equal(30, run.Steps[1].Success);
        Assert.InRange(run.Steps[1].Requests, 1, 3);
        Assert.Equal(Enumerable.Range(1, 30).Select(i => (i, i % 3)), Found(rig));
    }

    [Fact]
    public async Task Where_a_request_for_several_is_refused_each_is_asked_for_alone_and_only_the_bad_one_fails()
    {
        using var rig = Rig(rows: 10);
        rig.Application.StepFault = (step, body) => step == "find" && body.Split('[', ']', ',').Contains("4") ? Refused : null;
        var run = await rig.RunAsync();
        Assert.Equal((10, 9, 1), (run.Steps[1].Read, run.Steps[1].Success, run.Steps[1].Error));
        Assert.Equal("4", Assert.Single(await rig.OpenErrorsAsync()).TraceKey);
        Assert.Equal(9, rig.SentBy("write").Count());
        rig.Application.StepFault = (_, _) => null;
        Assert.Equal((1, 1), await RetriedAsync(rig));
    }

    [Theory]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(53)]
    public async Task After_kills_every_record_has_arrived_with_its_own(int seed)
    {
        using var rig = Rig(rows: 200);
        var run = await Kills.LiveAsync(rig, seed, kills: 4);
        Assert.Equal((200, 200), (run.Steps[1].Read, run.Steps[1].Success));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (i, i)), Found(rig));
    }

    private static RunRig Rig(int rows)
    {
        var rig = new RunRig(rows);
        rig.Application.Says = (step, body) => step == "find"
            ? $"{{{string.Join(',', body.Trim('[', ']').Split(',').Select(v => $"\"{v}\":{{\"of\":{v}}}"))}}}"
            : """{"ok":true}""";
        rig.Steps = [rig.LookupTogether("find", "id", 5), rig.Send("write")];
        return rig;
    }

    private static async Task<(long Read, long Success)> RetriedAsync(RunRig rig)
    {
        var retry = await rig.RetryAsync();
        return (retry.Steps[1].Read, retry.Steps[1].Success);
    }

    /// <summary>The values of each request.</summary>
    private static IEnumerable<IReadOnlyList<string>> Asked(RunRig rig) =>
        rig.Application.Sink.Where(s => s.Step == "find").Select(s => s.Body.Trim('[', ']').Split(','));

    /// <summary>What was delivered: each id with the value whose answer it was given.</summary>
    private static IEnumerable<(int Id, int Of)> Found(RunRig rig) => rig.Application.Sink.Where(s => s.Step == "write")
        .Select(s => JsonElement.Parse(s.Body))
        .Select(b => (b.GetProperty("id").GetInt32(), b.GetProperty("found").GetProperty("of").GetInt32()))
        .Distinct().Order();
}
