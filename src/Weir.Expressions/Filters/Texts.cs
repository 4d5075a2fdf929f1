using System.Text;

namespace Weir.Expressions.Filters;

/// <summary><c>in</c>: a text is part of a text, or an item is in a list.</summary>
internal sealed class In(Rule needle, Rule haystack) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var wanted = needle.Evaluate(data, ref budget);
        var place = haystack.Evaluate(data, ref budget);
        if (place.Kind is ValueKind.Text)
        {
            // An empty text holds nothing, not even another empty one.
            return Value.Of(Coercion.IsTrue(place) && IsPart(wanted, place, ref budget));
        }

        foreach (var item in place.Items())
        {
            budget.Spend();
            if (Relation.AreIdentical(item, wanted, ref budget))
            {
                return Value.Of(true);
            }
        }

        return Value.Of(false);
    }

    private static bool IsPart(Value wanted, Value place, ref Budget budget)
    {
        var text = place.Text(ref budget);
        var part = Coercion.ToText(wanted, ref budget);
        budget.SpendText(text.Length);
        return text.Contains(part, StringComparison.Ordinal);
    }
}

/// <summary><c>cat</c>: the arguments as texts, one after the other; null is nothing.</summary>
internal sealed class Cat(Rule[] parts) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            Coercion.Append(text, part.Evaluate(data, ref budget), ref budget);
        }

        return Value.Of(text.ToString());
    }
}

/// <summary>
/// <c>substr</c>: a negative start counts from the end, a negative length leaves so many characters off the end.
/// Characters are UTF-16 units, as in JavaScript.
/// </summary>
internal sealed class Substr(Rule source, Rule start, Rule length) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var text = Coercion.ToText(source.Evaluate(data, ref budget), ref budget);
        var from = ToInteger(start.Evaluate(data, ref budget), ref budget);
        var given = length.Evaluate(data, ref budget);
        from = from < 0 ? Math.Max(text.Length + from, 0) : Math.Min(from, text.Length);
        var rest = text.Length - from;
        if (given.Kind is not ValueKind.Undefined)
        {
            var wanted = ToInteger(given, ref budget);
            rest = wanted < 0 ? Math.Max(rest + wanted, 0) : Math.Min(wanted, rest);
        }

        budget.SpendText((long)rest);
        return Value.Of(text.Substring((int)from, (int)rest));
    }

    private static double ToInteger(Value value, ref Budget budget)
    {
        var number = Coercion.ToNumber(value, ref budget);
        return double.IsNaN(number) ? 0 : Math.Truncate(number);
    }
}
