using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>
/// One run of a query over one document, depth first: that gives the node list in the order of RFC 9535 without
/// a list per segment, and can stop as soon as enough is known.
/// </summary>
/// <param name="query">What is looked for.</param>
/// <param name="evaluation">The purse and the document.</param>
/// <param name="into">Takes every node found; null where only the first or the number matters.</param>
/// <param name="enough">Stop after so many nodes.</param>
internal sealed class Walk(
    Query query, Evaluation evaluation, List<JsonElement>? into = null, int enough = int.MaxValue)
{
    public Evaluation Evaluation => evaluation;

    public int Count { get; private set; }

    public JsonElement First { get; private set; }

    public void Run(JsonElement current) => Step(query.Start(evaluation, current), 0);

    /// <summary>
    /// Takes a node that the segments before <paramref name="segment"/> selected. False: enough was found.
    /// </summary>
    public bool Step(JsonElement node, int segment)
    {
        if (segment == query.Segments.Length)
        {
            return Found(node);
        }

        evaluation.Enter();
        var goesOn = query.Segments[segment].IsDescendant ? Descend(node, segment) : Select(node, segment);
        evaluation.Leave();
        return goesOn;
    }

    private bool Select(JsonElement node, int segment)
    {
        foreach (var selector in query.Segments[segment].Selectors)
        {
            evaluation.Spend(1);
            if (!selector.Select(node, this, segment + 1))
            {
                return false;
            }
        }

        return true;
    }

    private bool Descend(JsonElement node, int segment)
    {
        if (node.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
        {
            evaluation.Spend(1);
            return true;
        }

        evaluation.Enter();
        var goesOn = Select(node, segment) && DescendInto(node, segment);
        evaluation.Leave();
        return goesOn;
    }

    private bool DescendInto(JsonElement node, int segment)
    {
        if (node.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
            {
                if (!Descend(item, segment))
                {
                    return false;
                }
            }

            return true;
        }

        foreach (var member in node.EnumerateObject())
        {
            if (!Descend(member.Value, segment))
            {
                return false;
            }
        }

        return true;
    }

    private bool Found(JsonElement node)
    {
        evaluation.Spend(1);
        if (Count++ == 0)
        {
            First = node;
        }

        if (into is not null)
        {
            if (Count > PathLimits.ResultValuesMax)
            {
                throw new EvaluationException(
                    evaluation.Code, $"The path gives more than {PathLimits.ResultValuesMax} values on this record.");
            }

            into.Add(node);
        }

        return Count < enough;
    }
}
