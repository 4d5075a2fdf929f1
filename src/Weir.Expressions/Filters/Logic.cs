namespace Weir.Expressions.Filters;

/// <summary><c>if</c> and <c>?:</c>: condition, value, condition, value, …, otherwise.</summary>
internal sealed class Conditional(Rule[] parts) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var i = 0;
        for (; i < parts.Length - 1; i += 2)
        {
            if (Coercion.IsTrue(parts[i].Evaluate(data, ref budget)))
            {
                return parts[i + 1].Evaluate(data, ref budget);
            }
        }

        return i < parts.Length ? parts[i].Evaluate(data, ref budget) : Value.Null;
    }
}

/// <summary>
/// <c>and</c> (the first false value, or the last one) and <c>or</c> (the first true value, or the last one).
/// </summary>
internal sealed class Junction(bool isOr, Rule[] parts) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var value = Value.Undefined;
        foreach (var part in parts)
        {
            value = part.Evaluate(data, ref budget);
            if (Coercion.IsTrue(value) == isOr)
            {
                break;
            }
        }

        return value;
    }
}

/// <summary><c>!!</c> and <c>!</c>.</summary>
internal sealed class Truth(bool isNegated, Rule argument) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        return Value.Of(Coercion.IsTrue(argument.Evaluate(data, ref budget)) != isNegated);
    }
}

/// <summary><c>==</c>, <c>===</c>, <c>!=</c> and <c>!==</c>.</summary>
internal sealed class Equality(bool isStrict, bool isNegated, Rule left, Rule right) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var a = left.Evaluate(data, ref budget);
        var b = right.Evaluate(data, ref budget);
        var holds = isStrict
            ? Relation.AreIdentical(a, b, ref budget)
            : Relation.AreEqual(a, b, ref budget);
        return Value.Of(holds != isNegated);
    }
}

/// <summary><c>&lt;</c> and <c>&lt;=</c>, with a third argument "between".</summary>
internal sealed class Ascending(bool mayBeEqual, Rule first, Rule second, Rule third) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var a = first.Evaluate(data, ref budget);
        var b = second.Evaluate(data, ref budget);
        var c = third.Evaluate(data, ref budget);
        var holds = InOrder(a, b, ref budget);
        return Value.Of(c.Kind is ValueKind.Undefined ? holds : holds && InOrder(b, c, ref budget));
    }

    private bool InOrder(Value a, Value b, ref Budget budget) =>
        Relation.Order(a, b, ref budget) is { } order && (order < 0 || (mayBeEqual && order == 0));
}

/// <summary><c>&gt;</c> and <c>&gt;=</c>.</summary>
internal sealed class Descending(bool mayBeEqual, Rule first, Rule second) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var a = first.Evaluate(data, ref budget);
        var b = second.Evaluate(data, ref budget);
        return Value.Of(
            Relation.Order(a, b, ref budget) is { } order && (order > 0 || (mayBeEqual && order == 0)));
    }
}
