using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary><c>start:end:step</c>, RFC 9535 section 2.3.4. A step of 0 selects nothing.</summary>
internal sealed class SliceSelector(long? start, long? end, long step) : Selector
{
    public override bool Select(JsonElement node, Walk walk, int next)
    {
        if (node.ValueKind is not JsonValueKind.Array || step == 0)
        {
            return true;
        }

        var length = node.GetArrayLength();
        return step > 0 ? Forwards(node, length, walk, next) : Backwards(node, length, walk, next);
    }

    private bool Forwards(JsonElement node, int length, Walk walk, int next)
    {
        var wanted = Math.Clamp(FromEnd(start ?? 0, length), 0, length);
        var upper = Math.Clamp(FromEnd(end ?? length, length), 0, length);
        var index = 0;
        foreach (var item in node.EnumerateArray())
        {
            if (wanted >= upper)
            {
                break;
            }

            walk.Evaluation.Spend(1);
            if (index++ != wanted)
            {
                continue;
            }

            // Both are below 2^53, so the sum cannot overflow.
            wanted += step;
            if (!walk.Step(item, next))
            {
                return false;
            }
        }

        return true;
    }

    private bool Backwards(JsonElement node, int length, Walk walk, int next)
    {
        var upper = Math.Clamp(FromEnd(start ?? length - 1, length), -1, length - 1);
        // The default end lies before the first item; -1 would mean the last one.
        var lower = end is { } given ? Math.Clamp(FromEnd(given, length), -1, length - 1) : -1;
        if (upper <= lower)
        {
            return true;
        }

        // Finding an item by its index is a walk from the front, so the items are laid out once.
        walk.Evaluation.Spend(length);
        var items = new JsonElement[upper + 1];
        var filled = 0;
        foreach (var item in node.EnumerateArray())
        {
            if (filled == items.Length)
            {
                break;
            }

            items[filled++] = item;
        }

        for (var i = upper; i > lower; i += step)
        {
            if (!walk.Step(items[i], next))
            {
                return false;
            }
        }

        return true;
    }

    private static long FromEnd(long index, int length) => index < 0 ? length + index : index;
}
