using System.Text.Json;
using Weir.Engine.Calls;
using Weir.Expressions;
using Weir.Model;

namespace Weir.Engine.Previews;

/// <summary>What an import looks for before it writes a record.</summary>
/// <param name="Search">How.</param>
/// <param name="Keys">By which of its keys.</param>
internal sealed record FoundFirst(RecordSearch Search, IEnumerable<int> Keys)
{
    /// <summary>
    /// Null where nothing is looked for: it only creates, or the record holds no key. Throws <see cref="EvaluationException"/>.
    /// </summary>
    public static FoundFirst? Of(IFindCall call, JsonElement record, ReadOnlySpan<byte> mapped, Variables variables)
    {
        if (!call.Updates && !call.LooksFirst)
        {
            return null;
        }

        var search = call.Search(record, mapped, variables);
        return call.Updates
            ? search is null
                ? throw new EvaluationException(ErrorCodes.Mapping, IFindCall.NoKey)
                : new FoundFirst(search, Enumerable.Range(0, search.Keys.Count))
            : search is null ? null : new FoundFirst(search, search.First);
    }
}
