namespace Weir.Sandbox.Gorgias;

/// <summary>The rows of one page in the order that was asked for, and the cursors beside it.</summary>
internal sealed record ListPage<T>(IReadOnlyList<T> Rows, Cursor? Previous, Cursor? Next)
    where T : class
{
    /// <param name="index">The rows' places by the time that the query sorts by.</param>
    /// <param name="load">The row of an id; null for one that the filters leave out.</param>
    /// <param name="window">The times outside of which no row is looked at.</param>
    public static ListPage<T> Read(
        KeysetIndex index, ListQuery query, Func<long, T?> load, TimeWindow? window = null)
    {
        var isBackwards = query.Cursor is { IsNext: false };
        var places = (window ?? TimeWindow.All).Walk(index, query.Descending != isBackwards, query.Place());
        var found = new List<(Place Place, T Row)>(query.Limit + 1);
        foreach (var candidate in places)
        {
            if (load(candidate.Id) is { } row)
            {
                found.Add((candidate, row));
                if (found.Count > query.Limit)
                {
                    break;
                }
            }
        }

        return Of(found, query, row => (GorgiasTime.ToCursor(row.Place.Value), row.Place.Id), row => row.Row);
    }

    /// <summary>The same for the few rows of a small table, sorted by a text.</summary>
    public static ListPage<T> Read(IEnumerable<T> rows, ListQuery query, Func<T, (string Value, long Id)> place)
    {
        var isBackwards = query.Cursor is { IsNext: false };
        var sorted = rows
            .OrderBy(row => place(row).Value, StringComparer.Ordinal)
            .ThenBy(row => place(row).Id)
            .AsEnumerable();
        if (query.Descending != isBackwards)
        {
            sorted = sorted.Reverse();
        }

        if (query.Cursor is { } cursor)
        {
            var sign = query.Descending != isBackwards ? -1 : 1;
            sorted = sorted.Where(row => sign * Compare(place(row), (cursor.Value, cursor.Id)) > 0);
        }

        return Of([.. sorted.Take(query.Limit + 1)], query, place, row => row);
    }

    private static ListPage<T> Of<TFound>(
        List<TFound> found, ListQuery query, Func<TFound, (string Value, long Id)> place, Func<TFound, T> row)
    {
        var isMore = found.Count > query.Limit;
        if (isMore)
        {
            found.RemoveAt(query.Limit);
        }

        var isBackwards = query.Cursor is { IsNext: false };
        if (isBackwards)
        {
            found.Reverse();
        }

        var isBefore = found.Count > 0 && (isBackwards ? isMore : query.Cursor is not null);
        var isAfter = found.Count > 0 && (isBackwards || isMore);
        return new ListPage<T>(
            found.ConvertAll(item => row(item)),
            isBefore ? Beside(found[0], isNext: false) : null,
            isAfter ? Beside(found[^1], isNext: true) : null);

        Cursor Beside(TFound item, bool isNext) => new(isNext, place(item).Value, place(item).Id);
    }

    private static int Compare((string Value, long Id) left, (string Value, long Id) right) =>
        string.CompareOrdinal(left.Value, right.Value) is var order and not 0 ? order : left.Id.CompareTo(right.Id);
}
