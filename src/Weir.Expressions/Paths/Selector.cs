using System.Text;
using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>What stands between brackets (RFC 9535 section 2.3): chooses children of a node.</summary>
internal abstract class Selector
{
    /// <summary>Hands each chosen child to the walk. False: the walk found enough.</summary>
    public abstract bool Select(JsonElement node, Walk walk, int next);
}

internal sealed class NameSelector(string name) : Selector
{
    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    public override bool Select(JsonElement node, Walk walk, int next)
    {
        walk.Evaluation.SpendLookup(node);
        return !JsonText.TryGetMember(node, Utf8, walk.Evaluation.Code, out var value) || walk.Step(value, next);
    }
}

internal sealed class IndexSelector(long index) : Selector
{
    public bool TryGet(JsonElement node, out JsonElement value)
    {
        value = default;
        if (node.ValueKind is not JsonValueKind.Array)
        {
            return false;
        }

        var length = node.GetArrayLength();
        var position = index < 0 ? length + index : index;
        if (position < 0 || position >= length)
        {
            return false;
        }

        value = node[(int)position];
        return true;
    }

    public override bool Select(JsonElement node, Walk walk, int next)
    {
        walk.Evaluation.SpendLookup(node);
        return !TryGet(node, out var value) || walk.Step(value, next);
    }
}

internal sealed class WildcardSelector : Selector
{
    public override bool Select(JsonElement node, Walk walk, int next)
    {
        if (node.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
            {
                if (!walk.Step(item, next))
                {
                    return false;
                }
            }
        }
        else if (node.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in node.EnumerateObject())
            {
                if (!walk.Step(member.Value, next))
                {
                    return false;
                }
            }
        }

        return true;
    }
}

internal sealed class FilterSelector(Condition condition) : Selector
{
    public override bool Select(JsonElement node, Walk walk, int next)
    {
        if (node.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
            {
                if (!Try(item, walk, next))
                {
                    return false;
                }
            }
        }
        else if (node.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in node.EnumerateObject())
            {
                if (!Try(member.Value, walk, next))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool Try(JsonElement candidate, Walk walk, int next)
    {
        walk.Evaluation.Enter();
        var holds = condition.Test(walk.Evaluation, candidate);
        walk.Evaluation.Leave();
        return !holds || walk.Step(candidate, next);
    }
}
