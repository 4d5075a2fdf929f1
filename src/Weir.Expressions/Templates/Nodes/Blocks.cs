using System.Runtime.InteropServices;

namespace Weir.Expressions.Templates.Nodes;

/// <summary><c>{{#if}}</c>, <c>{{#unless}}</c> and the blocks of helpers that answer yes or no.</summary>
internal sealed class IfNode(Operand test, bool includeZero, Node then, Node otherwise) : Node
{
    public override void Write(Rendering rendering) =>
        (test.Evaluate(rendering).IsTruthy(includeZero) ? then : otherwise).Write(rendering);
}

/// <summary><c>{{#with value as |name|}}</c></summary>
internal sealed class WithNode(Operand value, BlockSlots slots, Node body, Node otherwise) : Node
{
    public override void Write(Rendering rendering)
    {
        var context = value.Evaluate(rendering);
        if (!context.IsTruthy())
        {
            otherwise.Write(rendering);
            return;
        }

        slots.Set(rendering, context, Value.Missing);
        body.WriteIn(rendering, context);
    }
}

/// <summary><c>{{#each list as |item index|}}</c>, over lists and objects.</summary>
internal sealed class EachNode(Operand list, BlockSlots slots, Node body, Node otherwise) : Node
{
    public override void Write(Rendering rendering)
    {
        if (!Walk(rendering, list.Evaluate(rendering), slots, body))
        {
            otherwise.Write(rendering);
        }
    }

    /// <summary>Writes the body once an item; false where there is none.</summary>
    public static bool Walk(Rendering rendering, in Value list, BlockSlots slots, Node body) => list switch
    {
        { Form: not Form.Plain } => false,
        { Kind: Kind.List, MadeItems: { } items } => WalkItems(rendering, items, slots, body),
        { Kind: Kind.List } => WalkArray(rendering, list, slots, body),
        { Kind: Kind.Object } => WalkObject(rendering, list, slots, body),
        _ => false,
    };

    private static bool WalkItems(Rendering rendering, Value[] items, BlockSlots slots, Node body)
    {
        for (var i = 0; i < items.Length; i++)
        {
            WriteItem(rendering, items[i], Value.Of(i), i, items.Length, slots, body);
        }

        return items.Length > 0;
    }

    private static bool WalkArray(Rendering rendering, in Value list, BlockSlots slots, Node body)
    {
        var count = list.Count;
        var index = 0;
        foreach (var item in list.Element.EnumerateArray())
        {
            WriteItem(rendering, Value.Of(item), Value.Of(index), index, count, slots, body);
            index++;
        }

        return count > 0;
    }

    private static bool WalkObject(Rendering rendering, in Value value, BlockSlots slots, Node body)
    {
        var count = value.Element.GetPropertyCount();
        var index = 0;
        foreach (var property in value.Element.EnumerateObject())
        {
            WriteItem(
                rendering, Value.Of(property.Value), Value.Of(Operand.NameOf(property)), index, count, slots, body);
            index++;
        }

        return count > 0;
    }

    private static void WriteItem(
        Rendering rendering, in Value item, in Value key, int index, int count, BlockSlots slots, Node body)
    {
        rendering.Step();
        slots.Set(rendering, item, key);
        ref var loop = ref rendering.PushLoop();
        loop.Key = key;
        loop.Index = index;
        loop.IsLast = index == count - 1;
        body.WriteIn(rendering, item);
        rendering.PopLoop();
    }
}

/// <summary>
/// <c>{{#name}}</c> where the name is a field: once for <c>true</c>, once an item of a list, once inside any other value; the
/// inverse where the value is missing, null, false or an empty list.
/// </summary>
internal sealed class SectionNode(Operand value, BlockSlots slots, Node body, Node otherwise) : Node
{
    public override void Write(Rendering rendering)
    {
        var context = value.Evaluate(rendering);
        switch (context.Kind)
        {
            case Kind.Missing or Kind.Null:
            case Kind.Boolean when context.Integer == 0:
                otherwise.Write(rendering);
                break;
            case Kind.Boolean:
                body.Write(rendering);
                break;
            case Kind.List:
                if (!EachNode.Walk(rendering, context, slots, body))
                {
                    otherwise.Write(rendering);
                }

                break;
            default:
                slots.Set(rendering, context, Value.Missing);
                body.WriteIn(rendering, context);
                break;
        }
    }
}

/// <summary>Where a block puts what its parameters name; -1 for a parameter that is not named.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockSlots(int Item, int Key)
{
    public void Set(Rendering rendering, in Value item, in Value key)
    {
        if (Item >= 0)
        {
            rendering.SetSlot(Item, item);
        }

        if (Key >= 0)
        {
            rendering.SetSlot(Key, key);
        }
    }
}

internal static class NodeExtensions
{
    /// <summary>Writes a node with another context; one that is the present context does not count as a step outwards.</summary>
    public static void WriteIn(this Node node, Rendering rendering, in Value context)
    {
        if (context.IsSame(rendering.Context))
        {
            node.Write(rendering);
            return;
        }

        rendering.Push(context);
        node.Write(rendering);
        rendering.Pop();
    }
}
