using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>The segments of a path after its <c>$</c>, or after the <c>@</c> of a query inside a filter.</summary>
internal sealed class Query(bool isAbsolute, Segment[] segments)
{
    private readonly Selector[]? _singular = Singular(segments);

    public bool IsAbsolute => isAbsolute;

    public bool IsSingular => _singular is not null;

    public Segment[] Segments => segments;

    /// <summary>
    /// Only for singular queries. Allocates nothing; costs at most one pass over each value on the way.
    /// </summary>
    public bool TryGetSingular(JsonElement start, string code, out JsonElement value)
    {
        value = start;
        foreach (var selector in _singular!)
        {
            var found = selector is NameSelector name
                ? JsonText.TryGetMember(value, name.Utf8, code, out value)
                : ((IndexSelector)selector).TryGet(value, out value);
            if (!found)
            {
                value = default;
                return false;
            }
        }

        return true;
    }

    /// <summary>The same inside a filter, where it is done for each candidate and therefore paid for.</summary>
    public bool TryGetSingular(Evaluation evaluation, JsonElement current, out JsonElement value)
    {
        value = Start(evaluation, current);
        foreach (var selector in _singular!)
        {
            evaluation.SpendLookup(value);
            var found = selector is NameSelector name
                ? JsonText.TryGetMember(value, name.Utf8, evaluation.Code, out value)
                : ((IndexSelector)selector).TryGet(value, out value);
            if (!found)
            {
                value = default;
                return false;
            }
        }

        return true;
    }

    /// <summary>The node that the query begins at: the document or the candidate of the filter.</summary>
    public JsonElement Start(Evaluation evaluation, JsonElement current) => isAbsolute ? evaluation.Root : current;

    private static Selector[]? Singular(Segment[] segments)
    {
        var steps = new Selector[segments.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] is not { IsDescendant: false, Selectors: [NameSelector or IndexSelector] })
            {
                return null;
            }

            steps[i] = segments[i].Selectors[0];
        }

        return steps;
    }
}

/// <param name="IsDescendant">The segment is written with two dots: the node itself and everything below it.</param>
internal sealed record Segment(bool IsDescendant, Selector[] Selectors);
