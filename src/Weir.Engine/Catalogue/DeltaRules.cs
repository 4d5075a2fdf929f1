using Weir.Model;

namespace Weir.Engine.Catalogue;

/// <summary>What must hold in how a list finds what has changed.</summary>
internal sealed class DeltaRules(DefinitionTexts texts)
{
    private const int OverlapSecondsMax = 86_400;

    /// <param name="at">The operation.</param>
    /// <param name="operation">The list.</param>
    /// <param name="delta">How it finds what has changed.</param>
    public void Check(string at, OperationDocument operation, DeltaDefinition delta)
    {
        texts.Path($"{at}/delta/newestFirst", delta.NewestFirst);
        texts.Path($"{at}/delta/changed", delta.Changed);
        texts.Path($"{at}/delta/changedElse", delta.ChangedElse);
        if (delta.Order is { } order)
        {
            texts.Path($"{at}/delta/order/by", order.By);
            texts.Path($"{at}/delta/order/tie", order.Tie);
        }

        if (delta.Compare)
        {
            Compared($"{at}/delta", delta);
        }
        else
        {
            Asked($"{at}/delta", operation, delta);
        }

        Window(at, "from", delta.From, operation);
        Window(at, "until", delta.Until, operation);
        NewestFirst(at, operation, delta);
        if (delta.OverlapSeconds is < 0 or > OverlapSecondsMax)
        {
            texts.Refuse($"{at}/delta/overlapSeconds", $"an overlap is 0 to {OverlapSecondsMax} seconds");
        }
    }

    private void Asked(string at, OperationDocument operation, DeltaDefinition delta)
    {
        if (delta.NewestFirst is null && delta.Changed is null)
        {
            texts.Refuse(at, "'newestFirst', 'changed' or 'compare' is missing here");
        }

        if (delta.NewestFirst is null && delta.From is null && !AsksForChanges(operation, delta))
        {
            texts.Refuse(at, "'newestFirst' or 'from' is missing here, or {{lastRun}} in the request: nothing asks for changes");
        }

        if (delta.Lookback is not null)
        {
            texts.Refuse($"{at}/lookback", "only what is compared is read again so long");
        }
    }

    private void Compared(string at, DeltaDefinition delta)
    {
        foreach (var (name, value) in new[]
        {
            ("changed", delta.Changed), ("changedElse", delta.ChangedElse), ("from", delta.From), ("until", delta.Until),
        })
        {
            if (value is not null)
            {
                texts.Refuse($"{at}/{name}", $"what is compared needs no '{name}'");
            }
        }

        if (delta.Lookback is null != delta.NewestFirst is null)
        {
            texts.Refuse(at, "'newestFirst' and 'lookback' go together where records are compared");
        }

        if (delta.Lookback is { } lookback && !Duration.TryParse(lookback, out _))
        {
            texts.Refuse($"{at}/lookback", $"'{lookback}' is no duration: 500ms, 20s, 1m, 2h, 1d");
        }
    }

    /// <summary>With a query of its own a run for changes asks for the order that it needs.</summary>
    private void NewestFirst(string at, OperationDocument operation, DeltaDefinition delta)
    {
        if (delta.NewestFirst is not { } path)
        {
            return;
        }

        var order = delta.Order ?? (delta.Query is null ? operation.Order : null);
        var isMade = order is null && delta.Query is not null && operation.Order is not null;
        if (!isMade && !(order is { Direction: OrderDirection.Descending } && order.By == path))
        {
            texts.Refuse(
                $"{at}/delta/newestFirst", "reading newest first needs an order that is descending by the same path");
        }
    }

    private static bool AsksForChanges(OperationDocument operation, DeltaDefinition delta) =>
        operation.Query.Values.Concat(delta.Query?.Values ?? []).Append(delta.Body ?? operation.Body ?? "")
            .Any(template => template.Contains("lastRun", StringComparison.Ordinal));

    private void Window(string at, string field, string? parameter, OperationDocument operation)
    {
        if (parameter is not null && (parameter.Length == 0 || operation.Query.ContainsKey(parameter)))
        {
            texts.Refuse($"{at}/delta/{field}", $"'{parameter}' must be a query parameter that 'query' does not have");
        }
    }
}
