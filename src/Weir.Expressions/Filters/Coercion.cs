using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Expressions.Filters;

/// <summary>JavaScript's conversions between types (ECMA-262 section 7.1), and JsonLogic's own idea of truth.</summary>
internal static class Coercion
{
    /// <summary>As in JavaScript, but an empty list is false.</summary>
    public static bool IsTrue(Value value) => value.Kind switch
    {
        ValueKind.Undefined or ValueKind.Null => false,
        ValueKind.Boolean => value.Boolean,
        ValueKind.Number => value.Number is not (0 or double.NaN),
        // A text has at least its two quotes in JSON.
        ValueKind.Text => value.OwnText is { } own ? own.Length > 0 : value.RawLength > 2,
        ValueKind.List => value.Count > 0,
        _ => true,
    };

    public static double ToNumber(Value value, ref Budget budget) => value.Kind switch
    {
        ValueKind.Null => 0,
        ValueKind.Boolean => value.Boolean ? 1 : 0,
        ValueKind.Number => value.Number,
        ValueKind.Text or ValueKind.List => JsNumber.Parse(ToText(value, ref budget)),
        _ => double.NaN,
    };

    /// <summary><c>parseFloat</c>, which <c>+</c> and <c>*</c> use: true, null and "" are no numbers to it.</summary>
    public static double ToNumberPrefix(Value value, ref Budget budget) => value.Kind switch
    {
        ValueKind.Number => value.Number,
        ValueKind.Text or ValueKind.List => JsNumber.ParsePrefix(ToText(value, ref budget)),
        _ => double.NaN,
    };

    public static string ToText(Value value, ref Budget budget)
    {
        switch (value.Kind)
        {
            case ValueKind.Text:
                return value.Text(ref budget);
            case ValueKind.List:
                var joined = new StringBuilder();
                AppendJoined(joined, value, ref budget, depth: 0);
                return joined.ToString();
            case ValueKind.Number:
                return NumberText(value, ref budget);
            case ValueKind.Boolean:
                return value.Boolean ? "true" : "false";
            case ValueKind.Object:
                return "[object Object]";
            default:
                return value.Kind is ValueKind.Null ? "null" : "undefined";
        }
    }

    /// <summary>Appends as <c>Array.join</c> does: nothing for null, the items of a list with commas.</summary>
    public static void Append(StringBuilder to, Value value, ref Budget budget, int depth = 0)
    {
        budget.Spend();
        if (value.Kind is ValueKind.List)
        {
            AppendJoined(to, value, ref budget, depth + 1);
        }
        else if (!value.IsNullish)
        {
            var text = ToText(value, ref budget);
            budget.SpendText(text.Length);
            to.Append(text);
        }

        if (to.Length > FilterLimits.TextCharsMax)
        {
            throw Budget.Exceeded("makes a text of", FilterLimits.TextCharsMax, "characters");
        }
    }

    private static void AppendJoined(StringBuilder to, Value list, ref Budget budget, int depth)
    {
        if (depth > FilterLimits.ValueNestingLevelsMax)
        {
            throw Budget.Exceeded("nests lists", FilterLimits.ValueNestingLevelsMax, "levels deep");
        }

        var isFirst = true;
        foreach (var item in list.Items())
        {
            if (!isFirst)
            {
                to.Append(',');
            }

            isFirst = false;
            Append(to, item, ref budget, depth);
        }
    }

    /// <summary>A number without an exponent keeps its digits, where JavaScript would round a long one.</summary>
    private static string NumberText(Value number, ref Budget budget)
    {
        if (!number.IsElement)
        {
            return JsNumber.Format(number.Number);
        }

        var raw = JsonMarshal.GetRawUtf8Value(number.Element);
        if (raw.IndexOfAny((byte)'e', (byte)'E') >= 0)
        {
            return JsNumber.Format(number.Number);
        }

        budget.SpendText(raw.Length);
        if (raw.Contains((byte)'.'))
        {
            raw = raw.TrimEnd((byte)'0').TrimEnd((byte)'.');
        }

        return raw is [(byte)'-', (byte)'0'] ? "0" : Encoding.ASCII.GetString(raw);
    }
}
