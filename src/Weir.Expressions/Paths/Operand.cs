using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>What can stand in a comparison or be a function's value argument (RFC 9535: ValueType).</summary>
internal abstract class Operand
{
    public abstract Comparand Evaluate(Evaluation evaluation, JsonElement current);
}

internal sealed class LiteralOperand(JsonElement value) : Operand
{
    public JsonElement Value => value;

    public override Comparand Evaluate(Evaluation evaluation, JsonElement current) => new(value);
}

internal sealed class QueryOperand(Query query) : Operand
{
    public override Comparand Evaluate(Evaluation evaluation, JsonElement current)
    {
        evaluation.Spend(1);
        return query.TryGetSingular(evaluation, current, out var value) ? new(value) : default;
    }
}

/// <summary><c>length</c>: characters, items or members; Nothing for anything else.</summary>
internal sealed class LengthCall(Operand argument) : Operand
{
    public override Comparand Evaluate(Evaluation evaluation, JsonElement current)
    {
        var value = argument.Evaluate(evaluation, current).Element;
        return value.ValueKind switch
        {
            JsonValueKind.String => new(ScalarText.Length(evaluation.Text(value))),
            JsonValueKind.Array => new(value.GetArrayLength()),
            JsonValueKind.Object => new(value.GetPropertyCount()),
            _ => default,
        };
    }
}

/// <summary><c>count</c>: how many nodes a query gives.</summary>
internal sealed class CountCall(Query query) : Operand
{
    public override Comparand Evaluate(Evaluation evaluation, JsonElement current)
    {
        var walk = new Walk(query, evaluation);
        walk.Run(current);
        return new(walk.Count);
    }
}

/// <summary><c>value</c>: the value of the one node that a query gives; Nothing when there are none or more.</summary>
internal sealed class ValueCall(Query query) : Operand
{
    public override Comparand Evaluate(Evaluation evaluation, JsonElement current)
    {
        var walk = new Walk(query, evaluation, enough: 2);
        walk.Run(current);
        return walk.Count == 1 ? new(walk.First) : default;
    }
}
