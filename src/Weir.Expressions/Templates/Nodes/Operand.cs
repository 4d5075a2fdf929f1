using System.Text.Json;

namespace Weir.Expressions.Templates.Nodes;

/// <summary>Something that has a value while a record is rendered.</summary>
internal abstract class Operand
{
    public abstract Value Evaluate(Rendering rendering);

    /// <summary>Goes on along the names; missing where one is not there.</summary>
    public static Value Follow(Rendering rendering, Value value, Segment[] names)
    {
        foreach (var name in names)
        {
            value = Member(rendering, value, name);
            if (value.Kind == Kind.Missing)
            {
                break;
            }
        }

        return value;
    }

    public static Value Member(Rendering rendering, in Value value, Segment name)
    {
        switch (value.Kind)
        {
            case Kind.Object:
                rendering.StepOver(value.Element.GetPropertyCount());
                return value.Element.TryGetProperty(name.Utf8, out var found) ? Value.Of(found) : Value.Missing;
            case Kind.List when name.Index >= 0 && name.Index < value.Count:
                // An array of JSON is walked to its index.
                rendering.Step(value.IsView ? 1 + (name.Index >> 4) : 1);
                return value[name.Index];
            case Kind.List when name.Name == "length":
                return Value.Of(value.Count);
            case Kind.Text when name.Name == "length":
                return Value.Of(Characters(Printing.Text(rendering, value)));
            default:
                return Value.Missing;
        }
    }

    /// <summary>Length in Unicode characters, not in code units.</summary>
    public static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw new EvaluationException(
                "template", "A name in the record is not valid Unicode, so it cannot be written.");
        }
    }
}

/// <summary>A literal.</summary>
internal sealed class ConstantOperand(Value value) : Operand
{
    public Value Value => value;

    public override Value Evaluate(Rendering rendering) => value;
}

/// <summary><c>a.b</c>, <c>../a</c>, <c>this</c>: names followed from a context.</summary>
internal sealed class PathOperand(int parents, Segment[] names) : Operand
{
    public override Value Evaluate(Rendering rendering) => Follow(rendering, rendering.Parent(parents), names);
}

/// <summary><c>{{../record.id}}</c>: a variable where the steps outwards lead to the top, else a field of that name.</summary>
internal sealed class OuterOperand(int parents, Operand variable, Operand field) : Operand
{
    public override Value Evaluate(Rendering rendering) =>
        (rendering.IsAtTop(parents) ? variable : field).Evaluate(rendering);
}

/// <summary><c>record</c>, <c>root</c>, <c>lastRun</c>, <c>thisRun</c>, <c>run</c>: what every template sees beside the fields.</summary>
internal sealed class VariableOperand(Variable variable, Segment[] names) : Operand
{
    public override Value Evaluate(Rendering rendering) => Follow(rendering, Of(rendering), names);

    private Value Of(Rendering rendering) => variable switch
    {
        Variable.Record => rendering.Record,
        Variable.Root => rendering.Root,
        Variable.LastRun => Value.Of(rendering.Variables.LastRun),
        Variable.ThisRun => Value.Of(rendering.Variables.ThisRun),
        _ => Value.Of(rendering.Variables.Run),
    };
}

internal enum Variable
{
    Record,
    Root,
    LastRun,
    ThisRun,
    Run,
}

/// <summary><c>@index</c>, <c>@key</c>, <c>@first</c>, <c>@last</c>.</summary>
internal sealed class LoopOperand(string name, int parents, Segment[] names) : Operand
{
    public static bool Knows(string name) => name is "index" or "key" or "first" or "last";

    public override Value Evaluate(Rendering rendering)
    {
        if (!rendering.TryGetLoop(parents, out var loop))
        {
            return Value.Missing;
        }

        var value = name switch
        {
            "index" => Value.Of(loop.Index),
            "key" => loop.Key,
            "first" => Value.Of(loop.Index == 0),
            _ => Value.Of(loop.IsLast),
        };
        return Follow(rendering, value, names);
    }
}

/// <summary>A block parameter.</summary>
internal sealed class SlotOperand(int slot, Segment[] names) : Operand
{
    public override Value Evaluate(Rendering rendering) => Follow(rendering, rendering.Slot(slot), names);
}
