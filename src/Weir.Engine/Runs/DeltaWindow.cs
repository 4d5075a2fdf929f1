using System.Globalization;
using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// What one run of a source that reads changes delivers: what changed since its mark, less the overlap, and what was not
/// delivered before. One caller. // Promises 7 and 8
/// </summary>
internal sealed class DeltaWindow
{
    private readonly RunContext _context;
    private readonly int _index;
    private readonly SourcePlan _source;
    private readonly DeltaPlan _plan;
    private readonly DateTimeOffset _from;
    private readonly SeenRecords _seen;

    private DeltaWindow(RunContext context, int index, DeltaPlan plan, SeenRecords seen)
    {
        _context = context;
        _index = index;
        _plan = plan;
        _seen = seen;
        _source = context.Plan.Sources[index];
        var last = TimeOf(context.VariablesOf(index).LastRun);
        _from = last - DateTimeOffset.UnixEpoch > plan.Lookback ? last - plan.Lookback : DateTimeOffset.UnixEpoch;
    }

    /// <summary>Null for a source that reads whatever there is.</summary>
    public static async Task<DeltaWindow?> OpenAsync(RunContext context, int index)
    {
        var source = context.Plan.Sources[index];
        if (source.Delta is not { } plan)
        {
            return null;
        }

        var variables = context.VariablesOf(index);
        SeenRecords seen = plan.Compares
            ? new SeenContents(source.Id, TimeOf(variables.ThisRun))
            : new SeenChanges(source.Id, TimeOf(variables.ThisRun) - plan.Overlap);
        if (context.Run.Since is null)
        {
            // Who names a date wants all since then once more; else what was given before is known again.
            seen.Know(await context.Services.Store.SeenAsync(
                context.Run.Flow,
                source.Id,
                plan.Compares ? DateTimeOffset.UnixEpoch : TimeOf(variables.LastRun),
                SeenRecords.Max,
                context.Abort));
        }

        return new DeltaWindow(context, index, plan, seen);
    }

    /// <summary>
    /// What of a page is delivered. Throws <see cref="RunFailedException"/> when a list that should come newest first does
    /// not: reading would end too early, and records would be missed.
    /// </summary>
    /// <param name="rows">The page.</param>
    /// <param name="isDelivered">
    /// Whether this walk, which began again, has delivered a row as far as its place says. What is remembered is more exact:
    /// a row may have come late to a place that was passed.
    /// </param>
    public DeltaPage Read(IReadOnlyList<JsonElement> rows, Func<JsonElement, bool> isDelivered)
    {
        var skips = new bool[rows.Count];
        List<SeenRecord> seen = [];
        List<int> seenAt = [];
        DateTimeOffset? last = null;
        var newer = false;
        for (var i = 0; i < rows.Count; i++)
        {
            var place = _plan.PlaceOf(rows[i]);
            if (_plan.NewestFirst && place > last)
            {
                throw new RunFailedException(
                    ErrorCodes.UnexpectedAnswer,
                    $"The list of the source {_source.Id} should come newest change first, but {place:O} comes after {last:O}.");
            }

            last = place ?? last;
            newer |= place >= _from;
            skips[i] = (_plan.LeavesOut && _plan.ChangeOf(rows[i]) < _from)
                || (IsKnown(rows[i], seen) ?? isDelivered(rows[i]));
            seenAt.AddRange(Enumerable.Repeat(i, seen.Count - seenAt.Count));
        }

        return new DeltaPage(skips, seen, seenAt, IsOlder: _plan.NewestFirst && last is not null && !newer);
    }

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Whether it was given before as it is; if not, it is known from now on. Null: that is not remembered.</summary>
    private bool? IsKnown(JsonElement row, List<SeenRecord> seen)
    {
        var changed = _plan.ChangeOf(row);
        if (changed is null && !_plan.Compares)
        {
            return null;
        }

        try
        {
            return _seen.IsKnown(_source.TraceKey.Of(row, _context.VariablesOf(_index)), row, changed, seen);
        }
        catch (EvaluationException)
        {
            // It becomes an error when it is worked on.
            return null;
        }
    }
}

/// <summary>What of a page is delivered.</summary>
/// <param name="Skips">The rows that are not.</param>
/// <param name="Seen">What must be known again.</param>
/// <param name="SeenAt">Of which row each of them is.</param>
/// <param name="IsOlder">No row is younger than the mark: the pages after it are not needed.</param>
internal readonly record struct DeltaPage(bool[] Skips, IReadOnlyList<SeenRecord> Seen, IReadOnlyList<int> SeenAt, bool IsOlder);
