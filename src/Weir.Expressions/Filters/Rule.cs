namespace Weir.Expressions.Filters;

/// <summary>
/// A node of a compiled rule: a closed tree, one class an operation. Immutable; used by many threads.
/// </summary>
internal abstract class Rule
{
    /// <param name="data">What <c>var</c> sees here: the record, or the item of the list around.</param>
    /// <param name="budget">What the evaluation may still spend; each node pays for itself.</param>
    public abstract Value Evaluate(in Value data, ref Budget budget);
}

/// <summary>A value that the rule itself holds.</summary>
internal sealed class Literal(Value value) : Rule
{
    /// <summary>Stands for an argument that was not given.</summary>
    public static Literal Undefined { get; } = new(Value.Undefined);

    public static Literal Null { get; } = new(Value.Null);

    public Value Value => value;

    public override Value Evaluate(in Value data, ref Budget budget) => value;
}

/// <summary>A list with at least one operation in it.</summary>
internal sealed class ListOf(Rule[] items) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend(1 + items.Length);
        var values = new Value[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            values[i] = items[i].Evaluate(data, ref budget);
        }

        return Value.Of(values);
    }
}

/// <summary><c>log</c>: gives its argument on. What a record holds is not printed.</summary>
internal sealed class Log(Rule argument) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        return argument.Evaluate(data, ref budget);
    }
}
