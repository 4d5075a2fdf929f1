namespace Weir.Expressions.Filters;

/// <summary>
/// <c>+</c>: reads each argument as <c>parseFloat</c> does, so one argument is a conversion to a number.
/// </summary>
internal sealed class Sum(Rule[] terms) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var sum = 0.0;
        foreach (var term in terms)
        {
            sum += Coercion.ToNumberPrefix(term.Evaluate(data, ref budget), ref budget);
        }

        return Value.Of(sum);
    }
}

/// <summary><c>*</c>: of one argument that argument as it is, of none 1.</summary>
internal sealed class Product(Rule[] factors) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        if (factors is [var only])
        {
            return only.Evaluate(data, ref budget);
        }

        var product = 1.0;
        foreach (var factor in factors)
        {
            product *= Coercion.ToNumberPrefix(factor.Evaluate(data, ref budget), ref budget);
        }

        return Value.Of(product);
    }
}

/// <summary><c>-</c>: of one argument its negative.</summary>
internal sealed class Difference(Rule left, Rule right) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var a = Coercion.ToNumber(left.Evaluate(data, ref budget), ref budget);
        var subtrahend = right.Evaluate(data, ref budget);
        return Value.Of(
            subtrahend.Kind is ValueKind.Undefined ? -a : a - Coercion.ToNumber(subtrahend, ref budget));
    }
}

/// <summary><c>/</c> and <c>%</c>. By zero they give what JSON cannot hold, so null.</summary>
internal sealed class Division(bool isRemainder, Rule left, Rule right) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var a = Coercion.ToNumber(left.Evaluate(data, ref budget), ref budget);
        var b = Coercion.ToNumber(right.Evaluate(data, ref budget), ref budget);
        return Value.Of(isRemainder ? a % b : a / b);
    }
}

/// <summary>
/// <c>max</c> and <c>min</c>. The number is given back as it was written; of none an infinity, so null.
/// </summary>
internal sealed class Extreme(bool isMax, Rule[] candidates) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var best = Value.Of(isMax ? double.NegativeInfinity : double.PositiveInfinity);
        foreach (var candidate in candidates)
        {
            var value = candidate.Evaluate(data, ref budget);
            if (value.Kind is not ValueKind.Number)
            {
                value = Value.Of(Coercion.ToNumber(value, ref budget));
            }

            var order = Relation.Order(value, best, ref budget);
            if (order is null)
            {
                return Value.Of(double.NaN);
            }

            best = (isMax ? order > 0 : order < 0) ? value : best;
        }

        return best;
    }
}
