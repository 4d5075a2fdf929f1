using System.Runtime.InteropServices;
using System.Text;
using Weir.Expressions.Paths;

namespace Weir.Expressions.Filters;

/// <summary>
/// JavaScript's <c>==</c>, <c>===</c> and <c>&lt;</c> (ECMA-262 section 7.2), with one difference: numbers that were
/// written down, in the record or in the rule, are compared by their digits and not as rounded doubles.
/// </summary>
internal static class Relation
{
    public static bool AreIdentical(Value a, Value b, ref Budget budget)
    {
        if (a.Kind != b.Kind)
        {
            return false;
        }

        return a.Kind switch
        {
            ValueKind.Boolean => a.Boolean == b.Boolean,
            ValueKind.Number => Order(a, b, ref budget) == 0,
            ValueKind.Text => TextsAreEqual(a, b, ref budget),
            ValueKind.List or ValueKind.Object => AreSame(a, b),
            _ => true,
        };
    }

    public static bool AreEqual(Value a, Value b, ref Budget budget)
    {
        if (a.Kind == b.Kind)
        {
            return AreIdentical(a, b, ref budget);
        }

        if (a.IsNullish || b.IsNullish)
        {
            return a.IsNullish && b.IsNullish;
        }

        if (a.Kind is ValueKind.List or ValueKind.Object && b.Kind is ValueKind.List or ValueKind.Object)
        {
            return false;
        }

        a = ToPrimitive(a, ref budget);
        b = ToPrimitive(b, ref budget);
        return a.Kind is ValueKind.Text && b.Kind is ValueKind.Text
            ? TextsAreEqual(a, b, ref budget)
            : OrderNumbers(a, b, ref budget) == 0;
    }

    /// <summary>Below zero, zero or above zero; null when one of them is not a number, which has no place.</summary>
    public static int? Order(Value a, Value b, ref Budget budget)
    {
        a = ToPrimitive(a, ref budget);
        b = ToPrimitive(b, ref budget);
        return a.Kind is ValueKind.Text && b.Kind is ValueKind.Text
            ? string.CompareOrdinal(a.Text(ref budget), b.Text(ref budget))
            : OrderNumbers(a, b, ref budget);
    }

    private static Value ToPrimitive(Value value, ref Budget budget) =>
        value.Kind is ValueKind.List or ValueKind.Object ? Value.Of(Coercion.ToText(value, ref budget)) : value;

    private static int? OrderNumbers(Value a, Value b, ref Budget budget)
    {
        var isExact = IsWritten(a) && IsWritten(b);
        if (isExact && a.Kind is ValueKind.Number && b.Kind is ValueKind.Number)
        {
            budget.SpendText(Math.Min(a.RawLength, b.RawLength));
            return JsonNumber.Compare(
                JsonMarshal.GetRawUtf8Value(a.Element), JsonMarshal.GetRawUtf8Value(b.Element));
        }

        if (isExact)
        {
            var left = Coercion.ToText(a, ref budget).Trim();
            var right = Coercion.ToText(b, ref budget).Trim();
            if (JsNumber.IsPlain(left) && JsNumber.IsPlain(right))
            {
                return JsonNumber.Compare(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));
            }
        }

        var x = Coercion.ToNumber(a, ref budget);
        var y = Coercion.ToNumber(b, ref budget);
        return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
    }

    /// <summary>Has digits that somebody wrote, as against the double that arithmetic gives.</summary>
    private static bool IsWritten(Value value) => value.Kind is ValueKind.Text || value.IsElement;

    private static bool TextsAreEqual(Value a, Value b, ref Budget budget)
    {
        if (a.OwnText is { } left && b.OwnText is { } right)
        {
            budget.SpendText(Math.Min(left.Length, right.Length));
            return string.Equals(left, right, StringComparison.Ordinal);
        }

        if (a.IsElement && b.IsElement)
        {
            var rawA = JsonMarshal.GetRawUtf8Value(a.Element);
            var rawB = JsonMarshal.GetRawUtf8Value(b.Element);
            budget.SpendText(((long)rawA.Length + rawB.Length) / 4);
            if (rawA.SequenceEqual(rawB))
            {
                return true;
            }

            // Only an escape can spell the same text in two ways.
            if (!rawA.Contains((byte)'\\') && !rawB.Contains((byte)'\\'))
            {
                return false;
            }
        }

        return a.IsElement
            ? EqualsText(a, b.Text(ref budget), ref budget)
            : EqualsText(b, a.Text(ref budget), ref budget);
    }

    private static bool EqualsText(Value json, string text, ref Budget budget)
    {
        budget.SpendText(json.RawLength);
        return JsonText.AreEqual(json.Element, text, Budget.Code);
    }

    private static bool AreSame(Value a, Value b)
    {
        if (a.IsElement && b.IsElement)
        {
            // The same place in the same document: equality of spans is about where, not about what.
            return JsonMarshal.GetRawUtf8Value(a.Element) == JsonMarshal.GetRawUtf8Value(b.Element);
        }

        // .NET has only one empty list, so an empty one is never the same as another.
        return a.IsElement == b.IsElement
            && (a.OwnItems is { } items
                ? items.Length > 0 && ReferenceEquals(items, b.OwnItems)
                : ReferenceEquals(a.Reduction, b.Reduction));
    }
}
