using System.Runtime.InteropServices;

namespace Weir.Sandbox.Gorgias;

/// <summary>The times that a list is limited to, both ends included. UTC microseconds.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TimeWindow(long From, long To)
{
    public static readonly TimeWindow All = new(long.MinValue, long.MaxValue);

    /// <param name="comparison"><c>gt</c>, <c>gte</c>, <c>lt</c> or <c>lte</c>.</param>
    /// <param name="time">What the times are compared with.</param>
    public TimeWindow And(string comparison, long time) => comparison switch
    {
        "gt" => this with { From = Math.Max(From, time + 1) },
        "gte" => this with { From = Math.Max(From, time) },
        "lt" => this with { To = Math.Min(To, time - 1) },
        _ => this with { To = Math.Min(To, time) },
    };

    /// <summary>The places of an index inside, in one direction, behind a place; nothing outside is looked at.</summary>
    public IEnumerable<Place> Walk(KeysetIndex index, bool isDescending, Place? behind)
    {
        var (from, to) = (From, To);
        if (isDescending)
        {
            var edge = new Place(to, long.MaxValue);
            var start = behind is { } place && place.CompareTo(edge) < 0 ? place : edge;
            return index.Downwards(start).TakeWhile(each => each.Value >= from);
        }

        var low = new Place(from, long.MinValue);
        var begin = behind is { } other && other.CompareTo(low) > 0 ? other : low;
        return index.Upwards(begin).TakeWhile(each => each.Value <= to);
    }
}
