using System.Globalization;
using Weir.Engine.Runs;
using Weir.Expressions.Paths;
using Weir.Model;

namespace Weir.Tests.Runs;

/// <summary>
/// Runs for changes over a list that moves while it is read, with cursors that expire and runs that fail: each row's last
/// change arrives, and none arrives in two runs.
/// </summary>
public sealed class MovingListTests
{
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_is_missed_and_nothing_is_delivered_twice(int seed)
    {
        var world = new World(new Random(seed), rows: 80);
        using var rig = world.Rig();
        for (var n = 0; n < 12; n++)
        {
            await world.RunAsync(rig, isQuiet: n == 11, kills: false);
        }

        Assert.Empty(world.List.Bodies.Except(world.Delivered));
        Assert.Equal(world.Delivered.Distinct().Count(), world.Delivered.Count);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task With_kills_a_change_arrives_again_in_the_same_run_only(int seed)
    {
        var world = new World(new Random(seed), rows: 80);
        using var rig = world.Rig();
        HashSet<string> earlier = [];
        for (var n = 0; n < 8; n++)
        {
            var before = world.Delivered.Count;
            var isCompleted = await world.RunAsync(rig, isQuiet: n == 7, kills: true);
            var fresh = world.Delivered.Skip(before).Distinct().ToList();
            Assert.DoesNotContain(fresh, earlier.Contains);

            // A run that was killed and then failed leaves the pages that were in flight to the next one.
            earlier.UnionWith(isCompleted ? fresh : []);
        }

        Assert.Empty(world.List.Bodies.Except(world.Delivered));
    }

    [Fact]
    public async Task Ten_changed_of_many_rows_cost_two_requests()
    {
        var world = new World(new Random(1), rows: 3000);
        world.List.Now = world.List.Now.AddHours(1);
        using var rig = world.Rig();
        await world.RunAsync(rig, isQuiet: true, kills: false);
        var (reads, delivered) = (rig.Application.Reads.Count, world.Delivered.Count);
        world.Change(9);
        await world.RunAsync(rig, isQuiet: true, kills: false);
        Assert.Equal((2, 9), (rig.Application.Reads.Count - reads, world.Delivered.Count - delivered));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    private sealed class World
    {
        private readonly Random _random;
        private readonly HashSet<string> _expired = [];
        private int _failures;

        public World(Random random, int rows)
        {
            _random = random;
            List = new MovingList(random);
            List.Fill(rows);
        }

        public MovingList List { get; }

        public List<string> Delivered { get; private set; } = [];

        public RunRig Rig()
        {
            var rig = new RunRig(rows: 0)
            {
                Delta = new DeltaPlan(JsonPath.Parse("$.changed"), NewestFirst: true, LeavesOut: true, Overlap),
                Times = ("1970-01-01T00:00:00Z", Text(List.Now)),
            };
            rig.Application.Order = List.Order;
            rig.Application.Pages = List.Page;
            return rig;
        }

        public void Change(int rows)
        {
            for (var i = 0; i < rows; i++)
            {
                List.Now = List.Now.AddSeconds(1);
                List.Touch(i + 1);
            }
        }

        /// <summary>One run. It may fail: then this is false, and the mark stays.</summary>
        public async Task<bool> RunAsync(RunRig rig, bool isQuiet, bool kills)
        {
            var failures = _failures;
            List.Live(isQuiet ? 0 : _random.Next(20));
            List.Restlessness = isQuiet ? 0 : 3;
            rig.Application.ReadFault = state => isQuiet ? null : FaultAt(state);
            rig.Times = (rig.Times.Last, Text(List.Now));
            try
            {
                await LiveAsync(rig, kills);
                await rig.MarkAsync(Time(rig.Times.This), Overlap);
                rig.Times = (Text(Time(rig.Times.This) - Overlap), rig.Times.This);
            }
            catch (RunFailedException)
            {
                _failures++;
                Assert.NotEqual(50, _failures);
            }

            Delivered = [.. rig.Application.Sink.Select(s => s.Body)];
            List.Now = List.Now.AddSeconds(_random.Next(1200));
            return failures == _failures;
        }

        /// <summary>Cursors expire often and for good, and sometimes the list cannot be read at all.</summary>
        private Fault? FaultAt(string state)
        {
            if (state.Length > 0 && _random.Next(12) == 0)
            {
                _expired.Add(state);
            }

            return _expired.Contains(state) ? Fault(FaultKind.Rejected, 400)
                : state.Length > 0 && _random.Next(50) == 0 ? Fault(FaultKind.Rejected, 403)
                : null;
        }

        private static Fault Fault(FaultKind kind, int status) => new()
        {
            Kind = kind,
            Code = ErrorCodes.Rejected,
            Message = "no",
            HttpStatus = status,
        };

        private async Task LiveAsync(RunRig rig, bool kills)
        {
            var run = await rig.NewAsync(RunTrigger.Manual);
            for (var life = 0; ; life++)
            {
                using var kill = new CancellationTokenSource();
                var left = kills && life < 2 ? _random.Next(1, 60) : int.MaxValue;
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

        private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

        private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
    }
}
