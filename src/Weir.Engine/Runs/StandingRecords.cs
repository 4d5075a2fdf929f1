using System.Text.Json;
using Weir.Engine.Errors;
using Weir.Expressions;

namespace Weir.Engine.Runs;

/// <summary>
/// Records that their source gives again because nothing has marked them, and that stand in the errors after they were sent, or may
/// have been, by a step that must not send them twice. They are left out where they are read: a person retries or resolves them.
/// // Promise 2
/// </summary>
internal sealed class StandingRecords
{
    private readonly RunContext _context;
    private readonly int _index;
    private readonly StandingQuery _query;

    private StandingRecords(RunContext context, int index, int from)
    {
        (_context, _index) = (context, index);
        var behind = context.Plan.Steps.Skip(from).Where(s => s.Enabled).ToList();
        _query = new StandingQuery(
            context.Plan.Flow,
            context.Plan.Sources[index].Id,
            [.. behind.Skip(1).Select(s => s.Id)],
            [behind[0].Id],
            context.Run.Id);
    }

    /// <summary>Null for a source of which none are left out.</summary>
    public static StandingRecords? Of(RunContext context, int index) =>
        context.Plan.OnceFrom(index) is { } from ? new StandingRecords(context, index, from) : null;

    /// <summary>The trace keys of those among these rows.</summary>
    public async Task<IReadOnlySet<string>> AmongAsync(IReadOnlyList<JsonElement> rows) => rows.Count == 0 ? new HashSet<string>()
        : (await _context.Services.Errors.StandingAsync(
            _query, [.. rows.Select(KeyOf).OfType<string>().Distinct(StringComparer.Ordinal)], _context.Stop)).ToHashSet(StringComparer.Ordinal);

    private string? KeyOf(JsonElement row)
    {
        try
        {
            return _context.Plan.Sources[_index].TraceKey.Of(row, _context.VariablesOf(_index));
        }
        catch (EvaluationException)
        {
            // It becomes an error when it is worked on.
            return null;
        }
    }
}
