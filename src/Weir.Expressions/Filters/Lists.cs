namespace Weir.Expressions.Filters;

/// <summary><c>map</c>: the inner rule's result for each item. What is no list gives an empty one.</summary>
internal sealed class Map(Rule list, Rule inner) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var source = list.Evaluate(data, ref budget);
        var results = new ListBuilder();
        foreach (var item in source.Items())
        {
            results.Add(inner.Evaluate(item, ref budget), ref budget);
        }

        return results.ToValue();
    }
}

/// <summary><c>filter</c>: the items for which the inner rule is true.</summary>
internal sealed class Where(Rule list, Rule inner) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var source = list.Evaluate(data, ref budget);
        var results = new ListBuilder();
        foreach (var item in source.Items())
        {
            budget.Spend();
            if (Coercion.IsTrue(inner.Evaluate(item, ref budget)))
            {
                results.Add(item, ref budget);
            }
        }

        return results.ToValue();
    }
}

/// <summary>
/// <c>reduce</c>: the inner rule sees <c>current</c> and <c>accumulator</c> and gives the next accumulator.
/// </summary>
internal sealed class Reduce(Rule list, Rule inner, Rule initial) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var source = list.Evaluate(data, ref budget);
        var accumulator = initial.Evaluate(data, ref budget);
        foreach (var item in source.Items())
        {
            budget.Spend();
            accumulator = inner.Evaluate(Value.Of(new Reduction(item, accumulator)), ref budget);
        }

        return accumulator;
    }
}

internal enum Quantifier
{
    All,
    None,
    Some,
}

/// <summary><c>all</c>, <c>none</c> and <c>some</c>. Of an empty list only <c>none</c> is true.</summary>
internal sealed class Quantified(Quantifier quantifier, Rule list, Rule inner) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var source = list.Evaluate(data, ref budget);
        if (source.Kind is not ValueKind.List || source.Count == 0)
        {
            return Value.Of(quantifier is Quantifier.None);
        }

        // "All" is decided by the first false item, the others by the first true one.
        var decisive = quantifier is not Quantifier.All;
        foreach (var item in source.Items())
        {
            budget.Spend();
            if (Coercion.IsTrue(inner.Evaluate(item, ref budget)) == decisive)
            {
                return Value.Of(quantifier is Quantifier.Some);
            }
        }

        return Value.Of(quantifier is not Quantifier.Some);
    }
}

/// <summary><c>merge</c>: one list of all arguments; an argument that is a list gives its items.</summary>
internal sealed class Merge(Rule[] parts) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var results = new ListBuilder();
        foreach (var part in parts)
        {
            var value = part.Evaluate(data, ref budget);
            if (value.Kind is not ValueKind.List)
            {
                results.Add(value, ref budget);
                continue;
            }

            foreach (var item in value.Items())
            {
                results.Add(item, ref budget);
            }
        }

        return results.ToValue();
    }
}

/// <summary>Gathers items, each paid for.</summary>
internal readonly struct ListBuilder()
{
    private readonly List<Value> _items = [];

    public void Add(Value item, ref Budget budget)
    {
        budget.Spend();
        if (_items.Count == FilterLimits.ListItemsMax)
        {
            throw Budget.Exceeded("makes a list of", FilterLimits.ListItemsMax, "items");
        }

        _items.Add(item);
    }

    public Value ToValue() => Value.Of([.. _items]);
}
