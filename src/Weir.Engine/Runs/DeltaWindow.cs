using System.Globalization;
using System.Text;
using System.Text.Json;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Runs;

/// <summary>
/// What one run of a source that reads changes delivers: what changed since its mark, less the overlap, and what was not
/// delivered before. Only what stands in the overlap of the next run is remembered, and only so much of it. One caller.
/// // Promises 7 and 8
/// </summary>
internal sealed class DeltaWindow
{
    /// <summary>
    /// The most records of a source that are remembered. What changed in one overlap beyond it is delivered again by the next
    /// run, with the same keys.
    /// </summary>
    public const int SeenMax = 100_000;

    private readonly RunContext _context;
    private readonly int _index;
    private readonly SourcePlan _source;
    private readonly DeltaPlan _plan;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _overlapBegins;
    private readonly HashSet<Fingerprint> _seen = [];

    private DeltaWindow(RunContext context, int index, DeltaPlan plan)
    {
        _context = context;
        _index = index;
        _plan = plan;
        _source = context.Plan.Sources[index];
        _from = TimeOf(context.VariablesOf(index).LastRun);
        _overlapBegins = TimeOf(context.VariablesOf(index).ThisRun) - plan.Overlap;
    }

    /// <summary>Null for a source that reads whatever there is.</summary>
    public static async Task<DeltaWindow?> OpenAsync(RunContext context, int index)
    {
        if (context.Plan.Sources[index].Delta is not { } plan)
        {
            return null;
        }

        var window = new DeltaWindow(context, index, plan);
        if (context.Run.Since is null)
        {
            // Who names a date wants all since then once more; else what was given before is known again.
            var seen = await context.Services.Store.SeenAsync(
                context.Run.Flow, window._source.Id, window._from, SeenMax, context.Stop);
            window._seen.UnionWith(seen.Select(Fingerprint.Parse));
        }

        return window;
    }

    /// <summary>
    /// What of a page is delivered. Throws <see cref="RunFailedException"/> when a list that should come newest first does
    /// not: reading would end too early, and records would be missed.
    /// </summary>
    public DeltaPage Read(IReadOnlyList<JsonElement> rows)
    {
        var skips = new bool[rows.Count];
        List<SeenRecord> seen = [];
        DateTimeOffset? last = null;
        var newer = false;
        for (var i = 0; i < rows.Count; i++)
        {
            if (_plan.ChangeOf(rows[i]) is not { } changed)
            {
                continue;
            }

            if (_plan.NewestFirst && changed > last)
            {
                throw new RunFailedException(
                    ErrorCodes.UnexpectedAnswer,
                    $"The list of the source {_source.Id} should come newest change first, but {changed:O} comes after {last:O}.");
            }

            last = changed;
            newer |= changed >= _from;
            skips[i] = (_plan.LeavesOut && changed < _from) || IsKnown(rows[i], changed, seen);
        }

        return new DeltaPage(skips, seen, IsOlder: _plan.NewestFirst && last is not null && !newer);
    }

    private static DateTimeOffset TimeOf(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Whether it was given before with this key and time of change; if not, it is known from now on.</summary>
    private bool IsKnown(JsonElement row, DateTimeOffset changed, List<SeenRecord> seen)
    {
        var isRemembered = changed >= _overlapBegins;
        if (_seen.Count == 0 && !isRemembered)
        {
            return false;
        }

        string key;
        try
        {
            key = _source.TraceKey.Of(row, _context.VariablesOf(_index));
        }
        catch (EvaluationException)
        {
            // It becomes an error when it is worked on.
            return false;
        }

        var fingerprint = Fingerprint.Of(key, Encoding.ASCII.GetBytes($"{changed.UtcTicks}"));
        if (_seen.Contains(fingerprint))
        {
            return true;
        }

        if (isRemembered && _seen.Count < SeenMax)
        {
            _seen.Add(fingerprint);
            seen.Add(new SeenRecord(_source.Id, fingerprint.ToString(), changed));
        }

        return false;
    }
}

/// <summary>What of a page is delivered.</summary>
/// <param name="Skips">The rows that are not.</param>
/// <param name="Seen">What must be known again.</param>
/// <param name="IsOlder">No row is younger than the mark: the pages after it are not needed.</param>
internal readonly record struct DeltaPage(bool[] Skips, IReadOnlyList<SeenRecord> Seen, bool IsOlder);
