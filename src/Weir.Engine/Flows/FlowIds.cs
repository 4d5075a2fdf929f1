using Weir.Engine.Documents;
using Weir.Model;

namespace Weir.Engine.Flows;

/// <summary>The ids of a flow's sources and steps: unique in the whole flow, and never made twice.</summary>
/// <param name="ids">Makes what is left out; null counts <c>source1</c>, <c>step1</c>.</param>
internal sealed class FlowIds(IdSource? ids)
{
    private const int IdCharactersMax = 100;
    private const int MadeCharacters = 8;

    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The id that a source or step says of itself; null where it says none, or where a problem was noted.</summary>
    public string? Take(DocumentReader part)
    {
        var id = part.OptionalString("id", IdCharactersMax, 1);
        if (id is not null && id.Any(char.IsControl))
        {
            part.Refuse("id", "'id' must not hold control characters.");
        }
        else if (id is not null && !_taken.Add(id))
        {
            part.Refuse("id", $"'{id}' stands twice in the flow; sources and steps have ids of their own.");
        }

        return id;
    }

    /// <summary>A new one. All that are given must have been taken before.</summary>
    public string Make(string prefix)
    {
        for (var i = 1; ; i++)
        {
            var id = ids is null ? $"{prefix}{i}" : $"{prefix}-{ids.NewValue()[^MadeCharacters..]}";
            if (_taken.Add(id))
            {
                return id;
            }
        }
    }
}
