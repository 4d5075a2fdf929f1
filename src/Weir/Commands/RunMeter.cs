using System.Globalization;
using Weir.Engine.Connections;
using Weir.Engine.Runs;

namespace Weir.Commands;

/// <summary>What a run does at one moment.</summary>
/// <param name="Elapsed">Since the meter was started.</param>
/// <param name="Read">Records read from the source.</param>
/// <param name="Done">Records that came to an end: delivered, left out or in the errors.</param>
/// <param name="PerSecond">Records that came to an end, in a second, lately; null where it is too early to say.</param>
/// <param name="SlotsInUse">Requests under way in the busiest pool.</param>
/// <param name="Slots">How many that pool allows.</param>
internal sealed record RunReading(
    TimeSpan Elapsed, long Read, long Done, double? PerSecond, int SlotsInUse, int Slots)
{
    private string Speed => PerSecond is { } speed ? speed.ToString("N0", CultureInfo.InvariantCulture) : "–";

    /// <summary>For a pipe: columns that stay under each other.</summary>
    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Elapsed.TotalSeconds,6:0.0} s  {Read,9:N0} read  {Done,9:N0} done  {Speed,6} records/s  {SlotsInUse,2} of {Slots} slots in use");

    /// <summary>For a terminal of 80 columns, beside a bar.</summary>
    public string Words => string.Create(
        CultureInfo.InvariantCulture, $"{Done:N0} · {Speed} records/s · {SlotsInUse} of {Slots} slots in use");
}

/// <summary>Turns what the API shows of a run into speeds.</summary>
internal sealed class RunMeter(TimeProvider time)
{
    /// <summary>Over how long the speed is looked at.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(2);

    /// <summary>Before that a speed would be chance.</summary>
    private static readonly TimeSpan TooEarly = TimeSpan.FromSeconds(1);

    private readonly long _started = time.GetTimestamp();
    private readonly Queue<(TimeSpan At, long Done)> _past = new([(TimeSpan.Zero, 0)]);

    public RunReading Read(RunView run, IReadOnlyList<TrafficView> pools)
    {
        var elapsed = time.GetElapsedTime(_started);
        var done = Done(run);
        _past.Enqueue((elapsed, done));
        while (_past.Count > 2 && elapsed - _past.Peek().At > Lately)
        {
            _past.Dequeue();
        }

        var (at, before) = _past.Peek();
        var seconds = (elapsed - at).TotalSeconds;
        var busiest = pools.OrderByDescending(p => p.InFlight).ThenByDescending(p => p.Requests).FirstOrDefault();
        return new RunReading(
            elapsed,
            run.Steps.Count == 0 ? 0 : run.Steps[0].Read,
            done,
            elapsed >= TooEarly ? (done - before) / seconds : null,
            busiest?.InFlight ?? 0,
            busiest?.Level ?? 0);
    }

    /// <summary>What passed or was left out at the last step that sees records, and what failed anywhere.</summary>
    private static long Done(RunView run)
    {
        if (run.Steps.LastOrDefault(s => s.Read > 0) is not { } last)
        {
            return 0;
        }

        var done = last.Success + last.Ignored + run.Steps.Sum(s => s.Error);
        if (last != run.Steps[0])
        {
            done += run.Steps[0].Ignored;
        }

        return Math.Min(done, run.Steps[0].Read);
    }
}
