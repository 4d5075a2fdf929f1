namespace Weir.Engine.Runs.Batches;

/// <summary>
/// Cuts the records of a page that came to a step into batches, the same way in every life of the run.
/// </summary>
/// <remarks>
/// A page that is not written is worked on anew after a kill, all of it, and nothing of it is remembered but what must not
/// be repeated. So the cut must be the same for the same page. Whether a record comes to the step depends on filters, which
/// say the same each time, and on requests before the step, which may fail in one life and pass in another. A record that
/// failed or was parked before the step therefore keeps its place in the cut: its batch is smaller, and the others are the
/// same. Records that were parked come back in pages of another kind, whose content is a matter of time: each of them is a
/// batch of its own.
/// </remarks>
internal static class BatchCut
{
    public static IEnumerable<IReadOnlyList<RecordState>> Of(
        PageWork page, int step, IReadOnlyList<RecordState> records, int size)
    {
        if (page.Position < 0)
        {
            return records.Select(r => (IReadOnlyList<RecordState>)[r]);
        }

        var lost = page.Held.LostBefore(step);
        if (lost.Count == 0)
        {
            return records.Chunk(size);
        }

        return lost.Select(index => (Index: index, Record: (RecordState?)null))
            .Concat(records.Select(r => (r.Index, Record: (RecordState?)r)))
            .OrderBy(slot => slot.Index)
            .Chunk(size)
            .Select(slots => (IReadOnlyList<RecordState>)[.. slots.Select(s => s.Record).OfType<RecordState>()])
            .Where(batch => batch.Count > 0);
    }
}
