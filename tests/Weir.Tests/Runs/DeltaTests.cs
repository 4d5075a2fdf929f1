using System.Globalization;
using Weir.Engine.Runs;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Tests.Runs;

public sealed class DeltaTests
{
    private const int OverlapMinutes = 5;
    private static readonly DateTimeOffset Noon = new(2026, 8, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_list_that_comes_newest_first_is_read_until_a_whole_page_is_older_than_the_mark()
    {
        using var rig = Rig(last: Noon, Enumerable.Range(0, 100).Select(i => Row(i, Noon.AddMinutes(25 - i))));
        var run = await rig.RunAsync();
        Assert.Equal(Enumerable.Range(0, 31), rig.SinkIds.Select(int.Parse).Order());
        Assert.Equal((31L, 5), (run.Steps[0].Read, run.Pages));
        Assert.Equal(["", "10", "20", "30", "40"], rig.Application.Reads);
    }

    [Fact]
    public async Task Without_a_mark_everything_is_read()
    {
        using var rig = Rig(last: null, Enumerable.Range(0, 100).Select(i => Row(i, Noon.AddDays(-i))));
        await rig.RunAsync();
        Assert.Equal(100, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task What_stands_in_the_overlap_is_delivered_once_over_runs()
    {
        using var rig = Rig(last: null, [Row(3, Noon.AddMinutes(-1)), Row(2, Noon.AddMinutes(-4)), Row(1, Noon.AddMinutes(-9))]);
        await rig.RunAsync();
        await NextAsync(rig, Noon.AddHours(1));
        Assert.Equal(["3", "2", "1"], rig.SinkIds.OrderDescending());
        rig.Application.Rows.Insert(0, Row(2, Noon.AddMinutes(70)));
        await NextAsync(rig, Noon.AddHours(2));
        Assert.Equal(4, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task The_same_row_twice_in_one_walk_is_delivered_once()
    {
        using var rig = Rig(last: Noon.AddHours(-1), [.. Enumerable.Repeat(Row(1, Noon.AddMinutes(-1)), 25)]);
        await rig.RunAsync();
        Assert.Single(rig.Application.Sink);
    }

    [Fact]
    public async Task Who_names_a_date_gets_all_since_then_once_more()
    {
        using var rig = Rig(last: null, [Row(3, Noon.AddMinutes(-1)), Row(2, Noon.AddMinutes(-4)), Row(1, Noon.AddMinutes(-9))]);
        await rig.RunAsync();
        rig.Times = (Text(Noon.AddMinutes(-5)), Text(Noon.AddHours(1)));
        await rig.LiveAsync(await rig.NewAsync(RunTrigger.Manual, since: Noon.AddMinutes(-5)), default);
        Assert.Equal(["3", "3", "2", "2", "1"], rig.SinkIds.OrderDescending());
    }

    [Fact]
    public async Task Rows_without_a_time_of_change_are_delivered()
    {
        using var rig = Rig(last: Noon, [Row(3, Noon.AddMinutes(1)), """{"id":2,"n":"x","changed":null}""", """{"id":1,"n":"x"}"""]);
        await rig.RunAsync();
        Assert.Equal(3, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task A_list_that_does_not_come_newest_first_fails_the_run_and_loses_nothing_in_silence()
    {
        using var rig = Rig(last: Noon, [Row(1, Noon.AddMinutes(-9)), Row(2, Noon.AddMinutes(1))]);
        var failure = await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Equal(ErrorCodes.UnexpectedAnswer, failure.Code);
        Assert.Empty(rig.ReadToEnd);
    }

    [Fact]
    public async Task What_an_application_was_asked_for_is_delivered_even_if_it_is_older()
    {
        using var rig = Rig(last: Noon, [Row(1, Noon.AddMinutes(-9)), Row(2, Noon.AddMinutes(1))]);
        rig.Delta = rig.Delta! with { NewestFirst = false, LeavesOut = false };
        await rig.RunAsync();
        Assert.Equal(2, rig.Application.Sink.Count);
    }

    [Fact]
    public async Task A_list_in_any_order_is_read_whole_and_gives_what_has_changed()
    {
        using var rig = Rig(last: Noon, [Row(1, Noon.AddMinutes(-9)), Row(2, Noon.AddMinutes(1)), Row(3, Noon.AddMinutes(-8)), Row(4, Noon)]);
        rig.Delta = rig.Delta! with { NewestFirst = false };
        await rig.RunAsync();
        Assert.Equal(["2", "4"], rig.SinkIds.Order());
    }

    [Fact]
    public async Task A_time_that_is_missing_has_another_one_in_its_place()
    {
        using var rig = Rig(last: Noon, [Row(3, Noon.AddMinutes(1)), """{"id":2,"n":"x","changed":null,"made":"2026-08-26T12:00:30Z"}""", """{"id":1,"n":"x","changed":null,"made":"2026-08-25T12:00:00Z"}"""]);
        rig.Delta = rig.Delta! with { ChangedElse = JsonPath.Parse("$.made") };
        await rig.RunAsync();
        await NextAsync(rig, Noon.AddHours(1));
        Assert.Equal(["2", "3"], rig.SinkIds.Order());
    }

    [Fact]
    public async Task A_failed_run_is_not_delivered_again()
    {
        using var rig = Rig(last: null, Enumerable.Range(0, 50).Select(i => Row(i, Noon.AddDays(-i))));
        rig.Application.ReadFault = state => state == "30"
            ? new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Forbidden, Message = "no", HttpStatus = 403 }
            : null;
        await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Equal(30, rig.Application.Sink.Count);
        rig.Application.ReadFault = _ => null;
        await rig.RunAsync();
        Assert.Equal(Enumerable.Range(0, 50), rig.SinkIds.Select(int.Parse).Order());
    }

    [Fact]
    public async Task What_comes_late_to_a_place_that_was_passed_is_delivered_when_the_walk_begins_again()
    {
        using var rig = Rig(last: null, Enumerable.Range(0, 40).Select(i => Row(100 + i, Noon.AddSeconds(-i))));
        var refusals = 0;
        rig.Application.ReadFault = state =>
        {
            if (state != "20" || refusals++ > 0)
            {
                return null;
            }

            rig.Application.Rows.Insert(5, Row(7, Noon.AddSeconds(-5)));
            return new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Rejected, Message = "expired", HttpStatus = 400 };
        };
        await rig.RunAsync();
        Assert.Equal(Enumerable.Range(100, 40).Prepend(7), rig.SinkIds.Select(int.Parse).Order());
    }

    [Fact]
    public async Task What_says_nothing_of_its_changes_is_compared()
    {
        using var rig = Compared("a", "b");
        await rig.RunAsync();
        Assert.Equal(["1a", "2b"], Fresh(rig));
        await NextComparedAsync(rig, "a", "b");
        Assert.Empty(Fresh(rig));
        await NextComparedAsync(rig, "a", "c");
        Assert.Equal(["2c"], Fresh(rig));
        await NextComparedAsync(rig, "a", "b");
        Assert.Equal(["2b"], Fresh(rig));
    }

    [Fact]
    public async Task What_changed_back_after_a_failed_run_is_a_change_each_time()
    {
        using var rig = Compared("a", "b");
        await rig.RunAsync();
        Fresh(rig);
        rig.Application.PageSize = 1;
        rig.Application.ReadFault = state => state == "1"
            ? new Fault { Kind = FaultKind.Rejected, Code = ErrorCodes.Forbidden, Message = "no", HttpStatus = 403 }
            : null;
        rig.Times = (Last(rig), Text(Noon.AddHours(5)));
        rig.Application.Rows[0] = Content(1, "z");
        await Assert.ThrowsAsync<RunFailedException>(rig.RunAsync);
        Assert.Equal(["1z"], Fresh(rig));
        rig.Application.ReadFault = _ => null;
        rig.Times = (rig.Times.Last, Text(Noon.AddHours(6)));
        rig.Application.Rows[0] = Content(1, "a");
        await rig.RunAsync();
        Assert.Equal(["1a"], Fresh(rig));
    }

    [Fact]
    public async Task A_list_that_is_compared_is_read_as_far_as_it_looks_back()
    {
        using var rig = Rig(last: Noon, Enumerable.Range(0, 100).Select(i => Row(i, Noon.AddHours(-i))));
        rig.Delta = rig.Delta! with { LeavesOut = true, Compares = true, Lookback = TimeSpan.FromHours(15) };
        await rig.RunAsync();
        Assert.Equal(Enumerable.Range(0, 16), rig.SinkIds.Select(int.Parse).Order());
        Assert.Equal(["", "10", "20"], rig.Application.Reads);
        rig.Application.Rows[10] = """{"id":10,"n":"scored","changed":"2026-08-26T02:00:00Z"}""";
        rig.Application.Rows[90] = """{"id":90,"n":"scored","changed":"2026-08-22T18:00:00Z"}""";
        await NextComparedAsync(rig);
        Assert.Equal(["10scored"], Fresh(rig).Except(Enumerable.Range(0, 16).Select(i => $"{i}x")));
    }

    [Theory]
    [InlineData("\"2026-08-26T12:00:00\"")]
    [InlineData("\"2026-08-26 14:00:00+02:00\"")]
    [InlineData("1787745600")]
    [InlineData("1787745600000")]
    [InlineData("\"1787745600.000\"")]
    public void A_time_of_change_is_a_text_or_a_number(string value) =>
        Assert.Equal(Noon, Plan().ChangeOf(Expressions.Json.Of($$"""{"changed":{{value}}}""")));

    [Theory]
    [InlineData("true")]
    [InlineData("\"soon\"")]
    [InlineData("1e300")]
    [InlineData("-5")]
    [InlineData("{}")]
    public void What_is_no_time_is_none(string value) =>
        Assert.Null(Plan().ChangeOf(Expressions.Json.Of($$"""{"changed":{{value}}}""")));

    /// <summary>
    /// A list whose rows change all the time, also while it is read, under runs that are killed: in the end each row's last
    /// change has arrived, and no change has arrived in two runs.
    /// </summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    public async Task Rows_that_move_while_they_are_read_arrive_in_one_run(int seed, bool kills)
    {
        var random = new Random(seed);
        var rows = new ChangingRows(random);
        using var rig = Rig(last: null, []);
        HashSet<string> earlier = [];
        for (var n = 0; n < 12; n++)
        {
            rig.Application.ReadFault = _ =>
            {
                rows.Change(n < 11 ? 3 : 0, rig.Application.Rows);
                return null;
            };
            rows.Change(random.Next(8), rig.Application.Rows);
            rig.Times = (n == 0 ? Never : Last(rig), Text(rows.Now));
            var before = rig.Application.Sink.Count;
            await RunAsync(rig, kills ? random : null);
            var fresh = rig.Application.Sink.Skip(before).Select(s => s.Body).Distinct().ToList();
            Assert.DoesNotContain(fresh, earlier.Contains);
            earlier.UnionWith(fresh);
            await rig.MarkAsync(Time(rig.Times.This), TimeSpan.FromMinutes(OverlapMinutes));
            rows.Now = rows.Now.AddMinutes(random.Next(1, 20));
        }

        Assert.All(rig.Application.Rows, row => Assert.Contains(row, earlier));
    }

    private static async Task RunAsync(RunRig rig, Random? kills)
    {
        var run = await rig.NewAsync(RunTrigger.Manual);
        for (var life = 0; ; life++)
        {
            using var kill = new CancellationTokenSource();
            var left = kills is not null && life < 2 ? kills.Next(1, 40) : int.MaxValue;
            rig.Application.UnderWay = _ => Interlocked.Decrement(ref left) == 0 ? kill.CancelAsync() : Task.CompletedTask;
            try
            {
                await rig.LiveAsync(run, kill.Token);
                return;
            }
            catch (OperationCanceledException)
            {
                run = (await rig.Store.FindAsync(run.Id, default))!;
            }
        }
    }

    /// <summary>Sixty rows, newest change first; each change takes time.</summary>
    private sealed class ChangingRows(Random random)
    {
        private readonly Dictionary<int, DateTimeOffset> _changes =
            Enumerable.Range(0, 60).ToDictionary(i => i, i => Noon.AddMinutes(-600 + i));

        public DateTimeOffset Now { get; set; } = Noon;

        public void Change(int count, List<string> list)
        {
            for (var i = 0; i < count; i++)
            {
                Now = Now.AddSeconds(random.Next(1, 40));
                _changes[random.Next(60)] = Now;
            }

            list.Clear();
            list.AddRange(_changes.OrderByDescending(c => c.Value).Select(c => Row(c.Key, c.Value)));
        }
    }

    private const string Never = "1970-01-01T00:00:00Z";

    private static string Last(RunRig rig) => Text(Time(rig.Times.This).AddMinutes(-OverlapMinutes));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Row(int id, DateTimeOffset changed) => $$"""{"id":{{id}},"n":"x","changed":"{{changed:O}}"}""";

    private static DeltaPlan Plan() =>
        new(JsonPath.Parse("$.changed"), NewestFirst: true, LeavesOut: true, TimeSpan.FromMinutes(OverlapMinutes));

    /// <param name="last">The mark less the overlap.</param>
    /// <param name="rows">As they come.</param>
    private static RunRig Rig(DateTimeOffset? last, IEnumerable<string> rows)
    {
        var rig = new RunRig(rows: 0) { Delta = Plan(), Times = (last is { } from ? Text(from.AddMinutes(-OverlapMinutes)) : Never, Text(Noon)) };
        rig.Application.Order = new OrderDefinition("$.changed", "$.id", OrderDirection.Descending);
        rig.Application.Rows.AddRange(rows);
        return rig;
    }

    private static string Content(int id, string content) => $$"""{"id":{{id}},"n":"{{content}}"}""";

    private static RunRig Compared(params string[] contents)
    {
        var rig = new RunRig(rows: 0) { Delta = new DeltaPlan(null, false, false, TimeSpan.Zero) { Compares = true } };
        rig.Application.Rows.AddRange(contents.Select((c, i) => Content(i + 1, c)));
        return rig;
    }

    /// <summary>The mark moves, an hour passes, the contents are these, and the next run reads them.</summary>
    private static async Task NextComparedAsync(RunRig rig, params string[] contents)
    {
        await rig.MarkAsync(Time(rig.Times.This), TimeSpan.Zero);
        rig.Times = (Text(Time(rig.Times.This)), Text(Time(rig.Times.This).AddHours(1)));
        foreach (var (i, content) in contents.Index())
        {
            rig.Application.Rows[i] = Content(i + 1, content);
        }

        await rig.RunAsync();
    }

    /// <summary>What has come to the sink since this was last asked.</summary>
    private static List<string> Fresh(RunRig rig)
    {
        List<string> fresh = [];
        while (rig.Application.Sink.TryDequeue(out var sent))
        {
            var record = Expressions.Json.Of(sent.Body);
            fresh.Add($"{record.GetProperty("id")}{record.GetProperty("n")}");
        }

        return [.. fresh.Order(StringComparer.Ordinal)];
    }

    private static Task<Run> NextAsync(RunRig rig, DateTimeOffset now)
    {
        rig.Times = (Last(rig), Text(now));
        return rig.RunAsync();
    }
}
