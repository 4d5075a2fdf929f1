using Weir.Engine.Resources;
using Weir.Model;

namespace Weir.Tests.Fakes;

/// <summary>Cuts a list that is sorted newest first into slices; the cursor is the place of the last row.</summary>
internal static class InMemorySlice
{
    public static Slice<T> Of<T>(IEnumerable<T> rows, Func<T, (DateTimeOffset At, string Id)> place, int limit, string? cursor)
    {
        var sorted = rows.OrderByDescending(r => place(r).At).ThenByDescending(r => place(r).Id, StringComparer.Ordinal);
        var rest = (cursor is null ? sorted : sorted.Where(After(place, cursor))).Take(limit + 1).ToList();
        return rest.Count <= limit
            ? new Slice<T>(rest, null)
            : new Slice<T>(rest[..limit], $"{place(rest[limit - 1]).At.UtcTicks}/{place(rest[limit - 1]).Id}");
    }

    private static Func<T, bool> After<T>(Func<T, (DateTimeOffset At, string Id)> place, string cursor)
    {
        var cut = cursor.IndexOf('/', StringComparison.Ordinal);
        if (cut < 0 || !long.TryParse(cursor.AsSpan(0, cut), out var ticks))
        {
            throw RefusalException.Invalid("cursor", "This cursor was not made by this list.");
        }

        var id = cursor[(cut + 1)..];
        return row => place(row) is var (at, rowId)
            && (at.UtcTicks < ticks || (at.UtcTicks == ticks && string.CompareOrdinal(rowId, id) < 0));
    }
}
