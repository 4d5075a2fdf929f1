using System.Globalization;
using System.Text;
using Weir.Expressions.Paths;

namespace Weir.Expressions.Filters;

/// <summary>One name of a dotted <c>var</c>; a name of digits is an index where a list stands.</summary>
internal sealed class VarStep(string name)
{
    public string Name => name;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>-1 when the name is not an index in its shortest form.</summary>
    public int Index { get; } =
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && string.Equals(index.ToString(CultureInfo.InvariantCulture), name, StringComparison.Ordinal) ? index : -1;

    public static VarStep[] Split(string path) => Array.ConvertAll(path.Split('.'), name => new VarStep(name));
}

/// <summary><c>var</c> with a name that stands in the rule: split once, looked up without allocating.</summary>
internal sealed class Var(VarStep[] steps, Rule fallback) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var found = VarLookup.Find(data, steps, ref budget);
        return found.Kind is ValueKind.Undefined ? VarLookup.OrNull(fallback.Evaluate(data, ref budget)) : found;
    }
}

/// <summary><c>var</c> whose name is itself the result of a rule.</summary>
internal sealed class ComputedVar(Rule name, Rule fallback) : Rule
{
    public override Value Evaluate(in Value data, ref Budget budget)
    {
        budget.Spend();
        var found = VarLookup.Find(data, name.Evaluate(data, ref budget), ref budget);
        return found.Kind is ValueKind.Undefined ? VarLookup.OrNull(fallback.Evaluate(data, ref budget)) : found;
    }
}

/// <summary>How a name is found in data, as JavaScript finds properties.</summary>
internal static class VarLookup
{
    private const string LengthName = "length";

    public static Value OrNull(Value value) => value.Kind is ValueKind.Undefined ? Value.Null : value;

    /// <summary>Undefined when there is none. Null or an empty text as the name means the data itself.</summary>
    public static Value Find(in Value data, Value name, ref Budget budget)
    {
        if (name.IsNullish || (name.Kind is ValueKind.Text && !Coercion.IsTrue(name)))
        {
            return data;
        }

        var path = Coercion.ToText(name, ref budget);
        // Splitting may make objects of every character.
        budget.Spend(path.Length);
        return Find(data, VarStep.Split(path), ref budget);
    }

    public static Value Find(in Value data, VarStep[] steps, ref Budget budget)
    {
        var value = data;
        foreach (var step in steps)
        {
            value = Child(value, step, ref budget);
            if (value.Kind is ValueKind.Undefined)
            {
                return Value.Undefined;
            }
        }

        return value;
    }

    private static Value Child(in Value parent, VarStep step, ref Budget budget)
    {
        switch (parent.Kind)
        {
            case ValueKind.Object when parent.Reduction is { } reduction:
                return step.Name switch
                {
                    "current" => reduction.Current,
                    "accumulator" => reduction.Accumulator,
                    _ => Value.Undefined,
                };
            case ValueKind.Object:
                budget.SpendLookup(parent.Element);
                return JsonText.TryGetMember(parent.Element, step.Utf8, Budget.Code, out var member)
                    ? Value.Of(member)
                    : Value.Undefined;
            case ValueKind.List when step.Index >= 0 && step.Index < parent.Count:
                return Item(parent, step.Index, ref budget);
            case ValueKind.List when step.Name == LengthName:
                return Value.Of(parent.Count);
            case ValueKind.Text when step.Name == LengthName:
                return Value.Of(parent.Text(ref budget).Length);
            case ValueKind.Text when step.Index >= 0:
                var text = parent.Text(ref budget);
                return step.Index < text.Length ? Value.Of(text.Substring(step.Index, 1)) : Value.Undefined;
            default:
                return Value.Undefined;
        }
    }

    private static Value Item(in Value list, int index, ref Budget budget)
    {
        if (list.OwnItems is { } items)
        {
            return items[index];
        }

        budget.SpendLookup(list.Element);
        return Value.Of(list.Element[index]);
    }
}
