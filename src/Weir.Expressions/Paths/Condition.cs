using System.Text.Json;

namespace Weir.Expressions.Paths;

/// <summary>The logical expression of a filter selector (RFC 9535 section 2.3.5), as a closed tree.</summary>
internal abstract class Condition
{
    public abstract bool Test(Evaluation evaluation, JsonElement current);
}

internal sealed class AnyOf(Condition[] conditions) : Condition
{
    public override bool Test(Evaluation evaluation, JsonElement current)
    {
        foreach (var condition in conditions)
        {
            if (condition.Test(evaluation, current))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class AllOf(Condition[] conditions) : Condition
{
    public override bool Test(Evaluation evaluation, JsonElement current)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Test(evaluation, current))
            {
                return false;
            }
        }

        return true;
    }
}

internal sealed class Not(Condition condition) : Condition
{
    public override bool Test(Evaluation evaluation, JsonElement current) => !condition.Test(evaluation, current);
}

/// <summary>A query standing alone: does it give any node?</summary>
internal sealed class Exists(Query query) : Condition
{
    public override bool Test(Evaluation evaluation, JsonElement current)
    {
        evaluation.Spend(1);
        if (query.IsSingular)
        {
            return query.TryGetSingular(evaluation, current, out _);
        }

        var walk = new Walk(query, evaluation, enough: 1);
        walk.Run(current);
        return walk.Count > 0;
    }
}

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

internal sealed class Compare(Comparison comparison, Operand left, Operand right) : Condition
{
    public override bool Test(Evaluation evaluation, JsonElement current)
    {
        evaluation.Spend(1);
        var a = left.Evaluate(evaluation, current);
        var b = right.Evaluate(evaluation, current);
        return comparison switch
        {
            Comparison.Equal => Comparand.AreEqual(a, b, evaluation),
            Comparison.NotEqual => !Comparand.AreEqual(a, b, evaluation),
            Comparison.Less => Comparand.IsLess(a, b, evaluation),
            Comparison.Greater => Comparand.IsLess(b, a, evaluation),
            Comparison.LessOrEqual => Comparand.IsLess(a, b, evaluation) || Comparand.AreEqual(a, b, evaluation),
            _ => Comparand.IsLess(b, a, evaluation) || Comparand.AreEqual(a, b, evaluation),
        };
    }
}

/// <summary><c>match</c> (the whole text) and <c>search</c> (somewhere in it).</summary>
/// <param name="text">What is looked at.</param>
/// <param name="pattern">The I-Regexp; both must be texts for anything to match.</param>
/// <param name="isWhole">The pattern must match the whole text.</param>
/// <param name="literal">The pattern, compiled, where it stands in the path itself.</param>
internal sealed class PatternCall(Operand text, Operand pattern, bool isWhole, Pattern? literal) : Condition
{
    /// <summary>A pattern that comes from the document is mostly the same one each time.</summary>
    private volatile Pattern? _last = literal;

    public override bool Test(Evaluation evaluation, JsonElement current)
    {
        evaluation.Spend(1);
        var subject = text.Evaluate(evaluation, current).Element;
        var expression = pattern.Evaluate(evaluation, current).Element;
        if (subject.ValueKind is not JsonValueKind.String || expression.ValueKind is not JsonValueKind.String)
        {
            return false;
        }

        return Compiled(evaluation.Text(expression), evaluation).IsMatch(evaluation.Text(subject), evaluation);
    }

    private Pattern Compiled(string source, Evaluation evaluation)
    {
        var last = _last;
        if (last is null || !string.Equals(last.Source, source, StringComparison.Ordinal))
        {
            _last = last = Pattern.Compile(source, isWhole, evaluation);
        }

        return last;
    }
}
