namespace Weir.Expressions.Filters;

/// <summary><c>missing</c>: which of the named fields are absent, null or an empty text.</summary>
internal sealed class Missing(Rule[] names) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var values = new Value[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = names[i].Evaluate(data, ref budget);
        }

        return Value.Of(Of(data, values is [{ Kind: ValueKind.List } list, ..] ? list : Value.Of(values), ref budget));
    }

    public static Value[] Of(in Value data, Value names, ref Budget budget)
    {
        var missing = new List<Value>();
        foreach (var name in names.Items())
        {
            budget.Spend();
            var value = Find(data, name, ref budget);
            var isEmptyText = value.Kind is ValueKind.Text && !Coercion.IsTrue(value);
            if (value.IsNullish || isEmptyText)
            {
                missing.Add(name);
            }
        }

        return [.. missing];
    }

    /// <summary>A name may be written as <c>var</c> takes it: a list of a name and a fallback.</summary>
    private static Value Find(in Value data, Value name, ref Budget budget)
    {
        if (name.Kind is not ValueKind.List)
        {
            return VarLookup.Find(data, name, ref budget);
        }

        var parts = name.Items();
        var path = parts.MoveNext() ? parts.Current : Value.Undefined;
        var fallback = parts.MoveNext() ? parts.Current : Value.Undefined;
        var value = VarLookup.Find(data, path, ref budget);
        return value.Kind is ValueKind.Undefined ? fallback : value;
    }
}

/// <summary>
/// <c>missing_some</c>: nothing when at least so many of the named fields are there, else those that are not.
/// </summary>
internal sealed class MissingSome(Rule needed, Rule names) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var least = Coercion.ToNumber(needed.Evaluate(data, ref budget), ref budget);
        var list = names.Evaluate(data, ref budget);
        if (list.Kind is not ValueKind.List)
        {
            list = Value.Of([list]);
        }

        var missing = Missing.Of(data, list, ref budget);
        return Value.Of(list.Count - missing.Length >= least ? [] : missing);
    }
}
